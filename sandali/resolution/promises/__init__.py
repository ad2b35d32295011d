"""Promises: what we told a customer, by when, by whom; reminders, broken ones, and what is said when a date cannot be kept."""
