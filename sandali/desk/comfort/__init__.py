"""What makes the desk comfortable: installing it, working through a lost connection, cases on paper, one's own time zone."""
