"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import RUNNING, Asked, Asking, AskingRules, Way
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
from sandali.resolution.models.recovery import PATH, Apology, ApologyBand, RecoveryStep, Signing, Step

__all__ = [
    "PATH", "RUNNING", "Apology", "ApologyBand", "Asked", "Asking", "AskingRules", "CaseCause", "Cause", "CauseLook", "Doing", "Improvement",
    "Lesson", "Reached", "RecoveryStep", "Signing", "Step", "Telling", "Told", "Way",
]  # fmt: skip
