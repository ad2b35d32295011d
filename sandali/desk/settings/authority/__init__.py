"""The settings page of authority: what people may give without asking."""
