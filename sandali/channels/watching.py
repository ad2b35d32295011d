"""What watches the doors beside the worker's jobs, so that mail comes in within a second: the spool, and mailboxes by IDLE."""

import threading

from sandali.channels.email.idle import start_idling
from sandali.channels.spool import start_sweeping


def start_watching(stopping: threading.Event) -> list[threading.Thread]:
    """Start the watching threads of this process, until `stopping` is set. Without them the schedules do the same, later."""
    return [start_sweeping(stopping), start_idling(stopping)]
