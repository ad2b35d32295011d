"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import RUNNING, Asked, Asking, AskingRules, Way
from sandali.resolution.models.understanding import CaseMood, Heard, MoodMark, Offer, Understanding

__all__ = ["RUNNING", "Asked", "Asking", "AskingRules", "CaseMood", "Heard", "MoodMark", "Offer", "Understanding", "Way"]
