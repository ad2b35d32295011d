"""Macros: several acts that a person does to a case with one press."""
