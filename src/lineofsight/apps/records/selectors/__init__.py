"""What may be read of people's records. Everything begins with what this viewer may see (`visibility.py`)."""
