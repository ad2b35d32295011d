"""The tables of cases, by what they are about; imported from here."""

from sandali.cases.models.case import BY_HAND, NOT_DELIVERED, ON_US, Aside, Case, Kind, Priority, Skill, State
from sandali.cases.models.message import Attachment, CaseRead, Direction, Draft, Message
from sandali.cases.models.sorting import (
    BlockedSender,
    Regrouping,
    Routing,
    RoutingRule,
    RoutingWay,
    SavedView,
    Wait,
)
from sandali.cases.models.together import (
    CaseLink,
    ChecklistItem,
    Follower,
    Handover,
    HandoverState,
    Looking,
    Mention,
    Reminder,
    Task,
    TaskState,
)

__all__ = [
    "BY_HAND",
    "NOT_DELIVERED",
    "ON_US",
    "Aside",
    "Attachment",
    "BlockedSender",
    "Case",
    "CaseLink",
    "CaseRead",
    "ChecklistItem",
    "Direction",
    "Draft",
    "Follower",
    "Handover",
    "HandoverState",
    "Kind",
    "Looking",
    "Mention",
    "Message",
    "Priority",
    "Regrouping",
    "Reminder",
    "Routing",
    "RoutingRule",
    "RoutingWay",
    "SavedView",
    "Skill",
    "State",
    "Task",
    "TaskState",
    "Wait",
]
