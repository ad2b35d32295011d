"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import (
    RUNNING,
    Asked,
    Asking,
    AskingRules,
    Way,
)
from sandali.resolution.models.exceptions import (
    Affected,
    Policy,
    PolicyException,
    Proposal,
    Situation,
)
from sandali.resolution.models.letters import (
    LetterBand,
    LetterPrint,
)
from sandali.resolution.models.promises import (
    SHOWN,
    STANDING,
    Promise,
    Promised,
)
from sandali.resolution.models.remedies import (
    STANDING,
    Allowance,
    AuthorityRules,
    Remedy,
    RemedyKind,
    RemedyState,
    Story,
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
    "Affected",
    "Allowance",
    "Asked",
    "Asking",
    "AskingRules",
    "AuthorityRules",
    "Clock",
    "ClockRules",
    "Excuse",
    "LetterBand",
    "LetterPrint",
    "Outcome",
    "Policy",
    "PolicyException",
    "Promise",
    "Promised",
    "Proposal",
    "RUNNING",
    "Remedy",
    "RemedyKind",
    "RemedyState",
    "SHOWN",
    "STANDING",
    "Situation",
    "Standard",
    "Story",
    "Target",
    "Way",
]
