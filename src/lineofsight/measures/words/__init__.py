"""What a measure says, in plain words: for people who do not read expressions."""
