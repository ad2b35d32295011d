"""Mails and strings that nobody here wrote, and ten thousand that we made, through everything that Sandali does with a mail."""
