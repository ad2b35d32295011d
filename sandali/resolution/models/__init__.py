"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import RUNNING, Asked, Asking, AskingRules, Way
from sandali.resolution.models.promises import SHOWN, STANDING, Promise, Promised

__all__ = ["RUNNING", "SHOWN", "STANDING", "Asked", "Asking", "AskingRules", "Promise", "Promised", "Way"]
