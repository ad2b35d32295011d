"""resolution: solved means that the customer says so; until then every matter has a clock, a promise, and somebody's name.

One folder a part, each with its own events, handlers and jobs; the rows of all stand in models.
confirmation  the question to the customer, their word, and the board of all who have not said yes: answer_case, take_yes, unconfirmed
public        what everybody can read, answered there and thanked to the last one: mark_public, choose_plan, write_deed
reach         how far a customer's word may reach, an estimate with its formula: estimate, consider_rise
standards     a standard's clock in the company's hours, and its sentence: reckon, explanation, moment_to_tell
reading       what words mean, pure: find_promises, read_answer, reading_of_apology, fingerprint
"""
