"""From a definition to a query: what its words mean in the records of one agency."""
