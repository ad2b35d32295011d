"""Pages behind a cursor: where the last row of a page stands, so that rows which come meanwhile neither repeat nor go missing."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Generic, TypeVar

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict

from sandali.exchange.rest.problems import wrong_field

T = TypeVar("T")


def only_whole(value: Any) -> Any:
    """What is to be one of some numbers: neither true nor 1.0, though Python takes them for 1. Raises ValueError."""
    if type(value) is not int:
        raise ValueError(_("This must be a whole number within its bounds."))
    return value


def only_text(value: Any) -> Any:
    """What is to be a day or a moment: no number is one, though pydantic counts seconds by it. Raises ValueError."""
    if isinstance(value, int | float):
        raise ValueError(_("This must be a text."))
    return value


def no_truth(value: Any) -> Any:
    """What is to be a number: true is none, though Python counts with it. Raises ValueError."""
    if isinstance(value, bool):
        raise ValueError(_("This must be a whole number within its bounds."))
    return value


# In an address, where everything is text. The bounds stand first: behind a validator they would be none in the OpenAPI document.
Id = Annotated[int, Field(ge=1, le=2**63 - 1), BeforeValidator(no_truth)]
# In a body a number is a number and a truth is a truth: "12" is neither, and nor is 12.0.
Ref = Annotated[int, Strict(), Field(ge=1, le=2**63 - 1)]
Truth = Annotated[bool, Strict()]
MOST = 200
LONGEST_CURSOR = 200


class Shape(BaseModel):
    """What is said by us."""

    model_config = ConfigDict(from_attributes=True)


class Said(BaseModel):
    """What is said to us: a field that is not known is refused, never overlooked."""

    model_config = ConfigDict(extra="forbid")


class Paged(Said):
    """The part of a query that all lists have."""

    cursor: str = Field("", max_length=LONGEST_CURSOR, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=MOST)


class Page(Shape, Generic[T]):
    """A page of a list. `next` is the cursor of the page behind it, null at the end."""

    items: list[T]
    next: str | None


def cursor_of(*place: Any) -> str:
    """A cursor, which is nobody's business but ours."""
    said = [value.isoformat() if isinstance(value, datetime) else value for value in place]
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def place_in(cursor: str, *kinds: type) -> tuple[Any, ...] | None:
    """Where a page begins: values of these kinds (int, datetime, str); None without a cursor. Raises Problem."""
    if not cursor:
        return None
    try:
        said = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(said, list) or len(said) != len(kinds):
            raise ValueError("not a place of this list")
        return tuple(READERS[kind](value) for value, kind in zip(said, kinds, strict=True))
    except (ValueError, TypeError, RecursionError) as wrong:
        raise wrong_field("cursor", _("This cursor is not one of this list.")) from wrong


def moment_of(value: Any) -> datetime:
    """A moment in a cursor. Raises ValueError, TypeError."""
    found = parse_datetime(value)
    if found is None or timezone.is_naive(found):
        raise ValueError("no moment")
    return found


def number_of(value: Any) -> int:
    """A whole number in a cursor. Raises ValueError."""
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError("no number")
    return value


def text_of(value: Any) -> str:
    """A text in a cursor. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


READERS: Final[dict[type, Callable[[Any], Any]]] = {datetime: moment_of, int: number_of, str: text_of}


def page_of(rows: Sequence[Any], limit: int, shown: Callable[[Any], dict[str, Any]], place: Callable[[Any], tuple[Any, ...]]) -> dict[str, Any]:
    """A page of `limit` from rows of which one more was asked for."""
    here = list(rows[:limit])
    return {"items": [shown(row) for row in here], "next": cursor_of(*place(here[-1])) if len(rows) > limit else None}
