"""The work inside cases: tasks for other departments, checklists, cases that belong together."""
