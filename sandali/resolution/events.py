"""What the thread of a case tells of this room, between the messages. Each part declares its kinds in its own events.py."""

from sandali.resolution.confirmation.events import IN_THREAD as CONFIRMATION
from sandali.resolution.public.events import IN_THREAD as PUBLIC
from sandali.resolution.reach.events import IN_THREAD as REACH

IN_THREAD = (*CONFIRMATION, *PUBLIC, *REACH)
