// Says on the page when a passkey did not work. The browser's own message is hidden in its console.
document.addEventListener("allauth.error", function (event) {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
