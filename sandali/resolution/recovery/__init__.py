"""recovery: own it, understand, apologise, put it right, find the cause, tell what has changed; causes, lessons, improvements."""
