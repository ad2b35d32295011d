"""What Sandali says, as types. They say what there is; at run time all of it is plain dicts."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class Named(TypedDict):
    id: int
    name: str


class Identity(TypedDict):
    id: int
    kind: str
    value: str
    shown: str
    claimed: bool


class Customer(TypedDict):
    id: int
    name: str
    stage: str
    organisation: Named | None
    job_title: str
    city: str
    language: str
    identities: list[Identity]
    tags: list[Named]
    created_at: str
    last_contact_at: str
    version: int


class Organisation(TypedDict):
    id: int
    name: str
    website: str
    note: str
    created_at: str


class Segment(TypedDict):
    id: int
    name: str
    sentence: str
    works: bool
    for_everybody: bool
    version: int
    count: NotRequired[int]  # of one that is asked for by its number


class Case(TypedDict):
    id: int
    subject: str
    state: str
    kind: str
    priority: int
    mood: str
    customer: Named
    assignee: Named | None
    department: Named | None
    channel: Named | None
    opened_at: str
    waiting_since: str | None
    due_at: str | None
    snoozed_until: str | None
    last_message_at: str
    message_count: int
    preview: str
    version: int


class File(TypedDict):
    id: int
    name: str
    content_type: str
    size: int
    is_here: bool


class Message(TypedDict):
    id: int
    direction: str
    at: str
    author: Named | None
    from_name: str
    from_value: str
    text: str
    quoted: str
    delivery: str | None
    reason: str
    files: list[File]


class Promise(TypedDict):
    id: int
    case: int
    what: str
    due_at: str
    owner: Named
    state: str
    version: int


class Entry(TypedDict):
    id: int
    kind: str
    title: str
    text: str
    language: str
    version: int


class Thing(TypedDict):
    type: str
    id: int


class Event(TypedDict):
    id: int
    type: str
    at: str
    by: Named | None
    case: int | None
    customer: int | None
    subject: Thing
    data: dict[str, Any]
