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
from sandali.resolution.models.public import (
    Deed,
    PublicDeed,
    PublicMatter,
    PublicPlace,
    PublicPlan,
)
from sandali.resolution.models.reach import (
    Audience,
    PriorityRise,
    ReachAssumptions,
)
from sandali.resolution.models.recovery import (
    PATH,
    Apology,
    ApologyBand,
    RecoveryStep,
    Signing,
    Step,
)
from sandali.resolution.models.regrouping import Carried
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
from sandali.resolution.models.understanding import (
    CaseMood,
    Heard,
    MoodMark,
    Offer,
    Understanding,
)

__all__ = [
    "Affected",
    "Allowance",
    "Apology",
    "ApologyBand",
    "Asked",
    "Asking",
    "AskingRules",
    "Audience",
    "AuthorityRules",
    "Carried",
    "CaseCause",
    "CaseMood",
    "Cause",
    "CauseLook",
    "Clock",
    "ClockRules",
    "Deed",
    "Doing",
    "Excuse",
    "Heard",
    "IN_FORCE",
    "Improvement",
    "Lesson",
    "LetterBand",
    "LetterPrint",
    "MoodMark",
    "Offer",
    "Outcome",
    "PATH",
    "Policy",
    "PolicyException",
    "PriorityRise",
    "Promise",
    "Promised",
    "Proposal",
    "PublicDeed",
    "PublicMatter",
    "PublicPlace",
    "PublicPlan",
    "RUNNING",
    "ReachAssumptions",
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
    "Understanding",
    "Way",
]
