"""What may be read of the agency, its staff and the trail."""
