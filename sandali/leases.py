"""What a process holds while it works: jobs, mailboxes, mail that it reads and mail that it sends."""

from sandali.channels import leases as channels
from sandali.history import queue


def let_go() -> None:
    """Let go of everything that is held by processes that have died. Only where it is known that no other lives."""
    queue.let_go()
    channels.let_go()
