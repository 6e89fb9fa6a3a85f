"""The one password of everybody in the made-up agency. It is on one's own machine, and printed when the demo starts."""

PASSWORD = "a-bridge-of-juniper"
