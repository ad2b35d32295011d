"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import (
    RUNNING,
    Asked,
    Asking,
    AskingRules,
    Way,
)
from sandali.resolution.models.promises import (
    SHOWN,
    STANDING,
    Promise,
    Promised,
)
from sandali.resolution.models.standard import (
    Clock,
    ClockRules,
    Excuse,
    Outcome,
    Standard,
    Target,
)

__all__ = [
    "Asked",
    "Asking",
    "AskingRules",
    "Clock",
    "ClockRules",
    "Excuse",
    "Outcome",
    "Promise",
    "Promised",
    "RUNNING",
    "SHOWN",
    "STANDING",
    "Standard",
    "Target",
    "Way",
]
