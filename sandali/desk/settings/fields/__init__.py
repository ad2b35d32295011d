"""Fields that the company defines itself: the settings pages."""
