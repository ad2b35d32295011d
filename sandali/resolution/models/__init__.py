"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import RUNNING, Asked, Asking, AskingRules, Way
from sandali.resolution.models.exceptions import Affected, Policy, PolicyException, Proposal, Situation
from sandali.resolution.models.letters import LetterBand, LetterPrint
from sandali.resolution.models.remedies import (
    STANDING,
    Allowance,
    AuthorityRules,
    Remedy,
    RemedyKind,
    RemedyState,
    Story,
)

__all__ = [
    "RUNNING", "STANDING", "Affected", "Allowance", "Asked", "Asking", "AskingRules", "AuthorityRules", "LetterBand", "LetterPrint", "Policy",
    "PolicyException", "Proposal", "Remedy", "RemedyKind", "RemedyState", "Situation", "Story", "Way",
]  # fmt: skip
