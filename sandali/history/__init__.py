"""history: what happened, who is told, and the queue of work to do.

Holds: Event (append only), Notice (the bell), Outgoing (what waits to leave by mail or push), NoticeChoice, NoticeSettings and
MutedGroup (by which ways), PushSubscription (browsers), Job and ScheduleMark (the queue).
Main verbs: record(KIND, subject, by=...) ends every action of every room; tell(event) makes notices;
`@task` functions are enqueued in the same transaction and run by the worker with lease, retry and parking.
Higher rooms listen by name in settings.EVENT_LISTENERS.
"""
