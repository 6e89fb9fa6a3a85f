"""How days and numbers are written, where the house differs from Django's choice for a language."""
