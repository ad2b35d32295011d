"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import RUNNING, Asked, Asking, AskingRules, Way

__all__ = ["RUNNING", "Asked", "Asking", "AskingRules", "Way"]
