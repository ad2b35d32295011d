"""Complaints that everybody can read: answered where they were said, and thanked, to the last one."""
