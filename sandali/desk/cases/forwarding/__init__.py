"""Forwarding to somebody who is not the customer: the form, and how what went out and came back stands in the thread."""
