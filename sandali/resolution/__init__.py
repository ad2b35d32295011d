"""resolution: solved means that the customer says so; until then every matter has a clock, a promise, and somebody's name.

One folder a part, each with its own events, handlers and jobs; the rows of all stand in models.
confirmation  the question to the customer, their word, and the board of all who have not said yes: answer_case, take_yes, unconfirmed
understanding what it means to the customer, put to them to correct; their mood; what to know before a reply: write_understanding, before_reply
standards     a standard's clock in the company's hours, and its sentence: reckon, explanation, moment_to_tell
reading       what words mean, pure: find_promises, read_answer, read_mood, reading_of_apology, fingerprint
"""
