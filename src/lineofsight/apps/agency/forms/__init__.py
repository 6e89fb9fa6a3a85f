"""What pages ask. A form checks what one person wrote; what needs the rest of the agency is checked by the service."""
