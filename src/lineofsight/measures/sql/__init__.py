"""From an ask to SQL, as a tree."""
