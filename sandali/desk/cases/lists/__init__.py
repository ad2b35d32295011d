"""Lists of cases beyond the boxes: filters, saved views, the way from case to case, and acts on many."""
