"""Django's SQLite, with one fair writer at a time."""
