"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import RUNNING, Asked, Asking, AskingRules, Way
from sandali.resolution.models.standard import Clock, ClockRules, Excuse, Outcome, Standard, Target

__all__ = [
    "RUNNING",
    "Asked",
    "Asking",
    "AskingRules",
    "Clock",
    "ClockRules",
    "Excuse",
    "Outcome",
    "Standard",
    "Target",
    "Way",
]
