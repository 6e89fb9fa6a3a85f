"""What may be done to the agency, its staff and the trail. Each service is one transaction, with `actor=`."""
