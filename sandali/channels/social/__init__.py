"""social: what people say of us where everybody can read it, told by a signed hook, by a table, or by hand. Answered where it was said."""
