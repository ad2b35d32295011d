"""What a matter means to the customer, their mood, their history before a reply."""
