"""What may be done to people's records. Each service is one transaction, with `actor=`, and writes the trail."""
