"""Settings of service standards: by when customers have our word, and who hears of what is late."""
