"""From a document to a definition: the shape of what an author writes."""
