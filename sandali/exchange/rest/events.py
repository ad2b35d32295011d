"""What happened, behind a cursor: the same events that timelines, notices and webhooks are made of."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from sandali.automation.feed import body_of, happened
from sandali.exchange.rest.operations import Subject
from sandali.exchange.rest.paging import MOST, Said, Shape
from sandali.exchange.rest.shapes import Named

subject = Subject("events")


class Thing(Shape):
    """What an event is about."""

    type: str
    id: int


class EventShape(Shape):
    """Something that happened. What `data` has goes by the type."""

    id: int
    type: str
    at: datetime
    by: Named | None
    case: int | None
    customer: int | None
    subject: Thing
    data: dict[str, Any]


class Events(Shape):
    """Events, the oldest first. `after` is the cursor behind them, to be asked for next; `more` says that there are others already."""

    items: list[EventShape]
    after: int
    more: bool


class EventsAsked(Said):
    """What behind which event."""

    after: int = Field(0, ge=0, le=2**63 - 1, description="`after` of the answer before; 0 begins with the first")
    type: list[str] = Field([], max_length=50)
    limit: int = Field(50, ge=1, le=MOST)


@subject.reads("/events", "see_cases", Events, gettext_lazy("What happened since"))
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> dict[str, Any]:
    """Only what the token's person may see now. An answer without items may say `more`: then ask on behind its `after`."""
    found = happened(request.user, after=asked.after, most=asked.limit, kinds=asked.type)
    return {"items": [body_of(event) for event in found.events], "after": found.after, "more": found.more}
