"""Promises with a time in what we write: «تا فردا ظهر می‌فرستیم», "you will have it by Friday". In doubt nothing is found."""

from sandali.resolution.reading.phrases.finding import Found, find_promises

__all__ = ["Found", "find_promises"]
