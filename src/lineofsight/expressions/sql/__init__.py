"""The SQL walker: forms of the engines, conditions, values."""
