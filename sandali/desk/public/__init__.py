"""Public complaints: the list of what is owed, the matter of a case, the company's plans."""
