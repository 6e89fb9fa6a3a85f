"""The made-up people of an author: their records laid down, and whether a measure says of them what the author says."""
