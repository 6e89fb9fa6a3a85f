"""The Python walker and what its operations do."""
