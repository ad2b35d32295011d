"""The 100 % board: who still waits for their matter to be settled."""
