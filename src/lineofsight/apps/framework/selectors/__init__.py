"""Reading the framework: querysets and frozen dataclasses."""
