"""What watches the doors beside the worker's jobs: the spool, mailboxes by IDLE, providers that are asked, telephone systems, lines for short messages, open SMTP connections."""

import threading

from sandali.channels.email.idle import start_idling
from sandali.channels.email.lines import start_keeping
from sandali.channels.polling import start_polling
from sandali.channels.sms.smpp.listening import start_holding
from sandali.channels.spool import start_sweeping
from sandali.channels.telephone.listening import start_hearing


def start_watching(stopping: threading.Event) -> list[threading.Thread]:
    """Start the watching threads of this process, until `stopping` is set. Without them the schedules do the same, later,
    and each mail that leaves has a connection of its own."""
    starts = (start_sweeping, start_idling, start_polling, start_hearing, start_holding, start_keeping)
    return [start(stopping) for start in starts]
