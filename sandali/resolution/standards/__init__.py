"""Service standards: whom we answer how soon, reckoned in the hours in which we are open."""
