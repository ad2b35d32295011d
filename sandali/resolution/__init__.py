"""resolution: solved means that the customer says so; until then every matter has a clock, a promise, and somebody's name.

One folder a part, each with its own events, handlers and jobs; the rows of all stand in models.
confirmation  the question to the customer, their word, and the board of all who have not said yes: answer_case, take_yes, unconfirmed
promises      what we said we would do and by when, kept, given a new date, broken, told of: make_promise, keep_promise, move_promise
standards     whom we answer how soon: settle, follow_due, excuse_clock; a clock in the company's hours: reckon, explanation
remedies      what is given to put it right, inside an allowance or granted, and the stories of it: give_remedy, grant_remedy, acts, stories_for
exceptions    policies by name, exceptions to them, situations that relax them: make_exception, keep_situation, question_policy
letters       prints of what left, and how many letters a text reads like: print_letters, reads_like
recovery      own it, understand, apologise, put right, find the cause, tell what changed: do_step, send_apology, find_cause, begin_telling
understanding what it means to the customer, put to them to correct; their mood; what to know before a reply: write_understanding, before_reply
public        what everybody can read, answered there and thanked to the last one: mark_public, choose_plan, write_deed
reach         how far a customer's word may reach, an estimate with its formula: estimate, consider_rise
regrouping    what goes along when cases are merged, and comes back: carry
reading       what words mean, pure: find_promises, read_answer, read_mood, reading_of_apology, fingerprint
"""
