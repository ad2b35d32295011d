"""How far a customer's word may reach: always an estimate, with its formula."""
