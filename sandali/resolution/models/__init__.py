"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import (
    RUNNING,
    Asked,
    Asking,
    AskingRules,
    Way,
)
from sandali.resolution.models.causes import (
    CaseCause,
    Cause,
    CauseLook,
    Doing,
    Improvement,
    Lesson,
    Reached,
    Telling,
    Told,
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
from sandali.resolution.models.recovery import (
    PATH,
    Apology,
    ApologyBand,
    RecoveryStep,
    Signing,
    Step,
)
from sandali.resolution.models.remedies import (
    IN_FORCE,
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
    "IN_FORCE",
    "Affected",
    "Allowance",
    "Apology",
    "ApologyBand",
    "Asked",
    "Asking",
    "AskingRules",
    "AuthorityRules",
    "CaseCause",
    "Cause",
    "CauseLook",
    "Clock",
    "ClockRules",
    "Doing",
    "Excuse",
    "Improvement",
    "Lesson",
    "LetterBand",
    "LetterPrint",
    "Outcome",
    "PATH",
    "Policy",
    "PolicyException",
    "Promise",
    "Promised",
    "Proposal",
    "RUNNING",
    "Reached",
    "RecoveryStep",
    "Remedy",
    "RemedyKind",
    "RemedyState",
    "SHOWN",
    "STANDING",
    "Signing",
    "Situation",
    "Standard",
    "Step",
    "Story",
    "Target",
    "Telling",
    "Told",
    "Way",
]
