"""What each role's home answers. One module per role; each gives a frozen dataclass and never ranks people."""
