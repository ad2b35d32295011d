"""channels: the doors. A channel carries; it knows neither customers nor cases.

Holds: Channel, Arrival (the raw thing, kept before it is read), Delivery (a message on its way out, with its state),
MailCursor, PausedAddress. Each kind is one folder and one line in kinds.py.
Main verbs: store_arrival, quarantine, retry_arrival; queue_delivery, withdraw_delivery, send_delivery; pause_address.
"""
