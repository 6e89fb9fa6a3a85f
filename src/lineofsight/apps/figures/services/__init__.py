"""What is written about builds and releases."""
