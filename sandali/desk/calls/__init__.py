"""Calls on the desk: in the thread, in the log, on the screen of whoever is rung, and placed by a press."""
