"""A form on a website: its fields, what visitors write in it, and what tells a person from a program."""
