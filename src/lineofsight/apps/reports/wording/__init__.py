"""Figures, periods and sentences in the reader's language."""
