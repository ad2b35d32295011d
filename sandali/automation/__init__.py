"""automation: what other programs are told by itself, as it happens. (Rules, "when this happens, do that", are still to come.)

Holds: Webhook (an address, whose eyes it sees with, which kinds of event) and WebhookDelivery (one event on its way there).
feed.py says what happened as far as somebody may see; the API's list of events and the webhooks both ask it.
Main verbs: add_webhook, change_webhook, pause_webhook, resume_webhook, renew_secret, try_webhook, retry_delivery; jobs hand events
out (handing.py) and send them (sending.py): signed, again with the same id, until the address is switched off and somebody is told.
"""
