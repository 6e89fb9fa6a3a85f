"""From a tree to a typed tree."""
