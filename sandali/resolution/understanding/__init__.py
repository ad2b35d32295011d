"""What a matter means to the customer, how they feel about it, and what to know of them before a reply (P23)."""
