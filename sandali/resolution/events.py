"""What the thread of a case tells of this room, between the messages. Each part declares its kinds in its own events.py."""

from sandali.resolution.confirmation.events import IN_THREAD as CONFIRMATION
from sandali.resolution.exceptions.events import IN_THREAD as EXCEPTIONS
from sandali.resolution.promises.events import IN_THREAD as PROMISES
from sandali.resolution.public.events import IN_THREAD as PUBLIC
from sandali.resolution.reach.events import IN_THREAD as REACH
from sandali.resolution.recovery.events import IN_THREAD as RECOVERY
from sandali.resolution.remedies.events import IN_THREAD as REMEDIES
from sandali.resolution.standards.events import IN_THREAD as STANDARDS
from sandali.resolution.understanding.events import IN_THREAD as UNDERSTANDING

IN_THREAD = (
    *CONFIRMATION,
    *EXCEPTIONS,
    *PROMISES,
    *PUBLIC,
    *REACH,
    *RECOVERY,
    *REMEDIES,
    *STANDARDS,
    *UNDERSTANDING,
)
