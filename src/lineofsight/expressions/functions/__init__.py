"""The functions of the language, by theme, in one catalogue."""
