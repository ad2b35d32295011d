"""How customers want to be reached: on their page, where an answer is written, in settings and in a report; and why there are no campaigns."""
