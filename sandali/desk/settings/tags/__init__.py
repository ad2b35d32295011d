"""Tags as a whole: the settings pages."""
