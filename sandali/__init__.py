"""Sandali: customer relationship and customer service, where the customer's word decides."""

__version__ = "0.1.0.dev0"
