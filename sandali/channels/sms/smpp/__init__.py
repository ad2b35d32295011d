"""smpp: the line to an operator's centre, SMPP 3.4. What is said on it, the one who holds it, and what comes by it."""
