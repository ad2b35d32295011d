"""The settings pages of routing: rules, how departments give out, skills."""
