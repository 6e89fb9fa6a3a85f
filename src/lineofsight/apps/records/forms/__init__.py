"""What the pages of this app ask. Forms say what is asked; whether it may be written, the services decide."""
