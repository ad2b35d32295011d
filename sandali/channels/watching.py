"""What watches the doors beside the worker's jobs: the spool, mailboxes by IDLE, providers that are asked, telephone systems, open SMTP connections."""

import threading

from sandali.channels.email.idle import start_idling
from sandali.channels.email.lines import start_keeping
from sandali.channels.polling import start_polling
from sandali.channels.spool import start_sweeping
from sandali.channels.telephone.listening import start_hearing


def start_watching(stopping: threading.Event) -> list[threading.Thread]:
    """Start the watching threads of this process, until `stopping` is set. Without them the schedules do the same, later,
    and each mail that leaves has a connection of its own."""
    return [start_sweeping(stopping), start_idling(stopping), start_polling(stopping), start_hearing(stopping), start_keeping(stopping)]
