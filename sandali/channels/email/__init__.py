"""email: mail in by IMAP, pipe or file, out by SMTP. reading.py turns bytes into facts, sending.py facts into mail."""
