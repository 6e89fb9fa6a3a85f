"""Which facts there are, who is inside a place, and what somebody may see of a figure."""
