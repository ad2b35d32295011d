"""Tags as a whole: what uses each (`queries.uses_of`), another name, two that are one, and one that nobody needs (`actions`).

Rooms above that carry tags, or name them in what somebody saved, say so in a module listed in settings.TAG_HOLDERS (`holders`)."""
