"""How far a customer's word may reach: the estimate with its formula, followers, assumptions."""
