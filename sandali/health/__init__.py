"""health: whether what is kept is still good to work with. Above all rooms whose records it looks at, below leadership.

Holds: Count (how many records a check found at fault on a day, and of how many), CheckRules (what the company calls a fault), Look (one
look through everything). A check (checks/) is a code, a sentence, and the records that are at fault, as a question to the database: the
list is always live, the figures are counted at night by a job. Nobody is ever counted by name (docs/decisions/0050).
Main verbs: begin_look, look_through, change_rules. Reading: figures_of(person), records_of(person, check), trend_of(check).
Putting right is the business of the rooms below: customers/mending.py, cases/actions/bulk.py.
"""
