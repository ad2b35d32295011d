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
    main: bool
    proof: str
    proven_at: str | None


class Belonging(TypedDict):
    id: int
    organisation: Named
    role: str


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
    own: dict[str, str | bool | list[str]]  # the company's own fields that have a value, by their number
    created_at: str
    last_contact_at: str | None
    checked_at: str | None
    version: int


class Organisation(TypedDict):
    id: int
    name: str
    website: str
    note: str
    tags: list[Named]
    own: dict[str, str | bool | list[str]]
    created_at: str
    version: int


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


class Product(TypedDict):
    id: int
    name: str
    code: str
    unit: str
    price: int
    currency: str
    tax: int
    is_archived: bool
    version: int


class Line(TypedDict):
    product: int | None
    name: str
    unit: str
    thousandths: int
    price: int
    discount: int
    tax: int
    net: int
    total: int


class Payment(TypedDict):
    id: int
    amount: int
    day: str
    way: str
    reference: str
    by: Named | None
    at: str
    withdrawn_at: str | None


class Order(TypedDict, total=False):
    """In lists without lines, sum, payments and steps."""

    id: int
    number: int
    customer: Named
    owner: Named | None
    department: int | None
    deal: int | None
    quote: int | None
    state: str
    state_at: str
    created_at: str
    placed_at: str | None
    currency: str
    discount: int
    total: int
    paid: int
    owed: int
    invoice: str
    note: str
    version: int
    lines: list[Line]
    sum: dict[str, int]
    payments: list[Payment]
    steps: list[dict[str, Any]]


class Pipeline(TypedDict):
    id: int
    name: str
    stages: list[dict[str, Any]]


class Deal(TypedDict):
    id: int
    title: str
    customer: Named
    owner: Named | None
    department: int | None
    case: int | None
    stage: Named
    pipeline: int
    state: str
    state_at: str
    stage_at: str
    amount: int
    currency: str
    probability: int | None
    chance: int
    expected_on: str | None
    next_step: str
    next_on: str | None
    note: str
    lost_reason: Named | None
    lost_words: str
    created_at: str
    version: int


class Quote(TypedDict, total=False):
    """In lists without lines and sum."""

    id: int
    number: int
    deal: int
    state: str
    currency: str
    discount: int
    total: int
    valid_until: str
    terms: str
    created_at: str
    sent_at: str | None
    case: int | None
    message: int | None
    answered_at: str | None
    word: str
    link: str
    version: int
    lines: list[Line]
    sum: dict[str, int]


class Field(TypedDict):
    """One of the company's own fields."""

    id: int
    name: str
    about: str
    kind: str
    hint: str
    is_required: bool
    choices: list[str]


class RecordFile(TypedDict):
    id: int
    name: str
    content_type: str
    size: int
    by: Named | None
    at: str


class Step(TypedDict):
    """A step of the recovery path that is done."""

    id: int
    step: str
    at: str
    by: Named | None
    person: Named | None
    text: str
    message: int | None


class Clock(TypedDict):
    id: int
    target: str
    standard: Named
    minutes: int
    began_at: str
    due_at: str | None
    ended_at: str | None
    outcome: str
    reason: str
    reason_by: Named | None


class Improvement(TypedDict):
    id: int
    what: str
    owner: Named
    due_at: str
    state: str
    word: str
    version: int


class Lesson(TypedDict):
    id: int
    case: int
    text: str
    by: Named
    at: str
    department: Named | None
    version: int
    improvements: list[Improvement]


class Cause(TypedDict):
    id: int
    name: str
    path: str
    retired_at: str | None
    mended_at: str | None
    mended_by: Named | None
    mended_how: str
    version: int


class PublicMatter(TypedDict):
    case: int
    where: str
    link: str
    answers_show: bool
    by: Named | None
    at: str
    plan: Named | None
    due_at: str | None
    answered: dict[str, Any] | None
    thanked: dict[str, Any] | None
    removed_at: str | None
    version: int


class Owed(TypedDict):
    """A public matter that is not carried to the end."""

    case: int
    subject: str
    customer: Named
    owner: str | None
    department: str | None
    where: str
    at: str
    plan: str | None
    due_at: str | None
    answered_at: str | None
    thanked_at: str | None
