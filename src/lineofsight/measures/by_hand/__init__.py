"""Working out a query by hand, row by row: the judge of the engines."""
