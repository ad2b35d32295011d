"""Letters that read like many others: prints of what left, and how many a text that is being written reads like."""
