"""Policies, the exceptions to them, and situations: their pages."""
