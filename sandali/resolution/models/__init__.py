"""The rows of this room, one file a part."""

from sandali.resolution.models.asking import RUNNING, Asked, Asking, AskingRules, Way
from sandali.resolution.models.public import Deed, PublicDeed, PublicMatter, PublicPlace, PublicPlan
from sandali.resolution.models.reach import Audience, PriorityRise, ReachAssumptions

__all__ = [
    "RUNNING", "Asked", "Asking", "AskingRules", "Audience", "Deed", "PriorityRise", "PublicDeed", "PublicMatter", "PublicPlace",
    "PublicPlan", "ReachAssumptions", "Way",
]  # fmt: skip
