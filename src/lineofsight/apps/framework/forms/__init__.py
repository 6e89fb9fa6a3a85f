"""What pages of the framework ask. A form checks what one person wrote; the rest is checked by the service."""
