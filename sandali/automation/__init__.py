"""automation: when this happens, do that; and what other programs are told by itself. Above team, below the front doors.

Holds: Rule (when, if, then, for whose rights it works) and RuleRun (what it did to a case, once an event or a wait) in rules/; Webhook
(an address, whose eyes it sees with, which kinds of event) and WebhookDelivery (one event on its way there). feed.py says what happened
as far as somebody may see. A rule acts by the rooms' own actions, within what its owner may handle, never in a request; it writes to no
customer and can never confirm a case (docs/decisions/0044).
Main verbs: add_rule, switch_rule, take_back, run_rules, run_timed, try_rule; add_webhook, pause_webhook, try_webhook, retry_delivery.
"""
