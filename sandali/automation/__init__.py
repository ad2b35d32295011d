"""automation: when this happens, and the case is like that, do these. Above team, below the front doors.

Holds: Rule (when, if, then, for whose rights it works), RuleRun (what a rule did to a case, once an event or once a wait).
A rule acts by the rooms' own actions, within what its owner may handle, and never in the request. It writes to no customer,
and nothing here says a customer's word: no rule can confirm a case (docs/decisions/0044).
Main verbs: add_rule, change_rule, switch_rule, remove_rule, take_back; run_rules(event), run_timed(), try_rule (writes nothing).
"""
