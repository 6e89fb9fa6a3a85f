"""What a measure says, checked before anything is counted. Knows no Django, no database and no network."""
