"""The question to the customer whether a matter is settled, and their own word."""
