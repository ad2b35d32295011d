"""Reports → the health of our records: figures with their trends, the records behind each, and ways to put them right."""
