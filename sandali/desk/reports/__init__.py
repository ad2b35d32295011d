"""Reports: how we do, compared with the period before, the cases behind each figure, and all of it row by row."""
