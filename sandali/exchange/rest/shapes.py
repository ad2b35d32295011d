"""What several subjects are said with: people, customers, tags, by their number and name."""

import re
from datetime import datetime
from typing import Annotated, Any, Final, Protocol

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from sandali.exchange.rest.paging import Id, Ref, Said, Shape, only_text
from sandali.exchange.rest.problems import wrong_field


def in_our_time(at: datetime) -> datetime:
    """Only moments that a calendar of people's has: what is to come within ten years, or was within a hundred."""
    if not 1926 <= at.year <= timezone.now().year + 10:
        raise ValueError(_("This moment is too far away."))
    return at


Moment = Annotated[AwareDatetime, BeforeValidator(only_text), AfterValidator(in_our_time)]
MATCHED: Final = re.compile(r'"([0-9]{1,15})"')  # a strong validator, as RFC 9110 writes it: in quotes, and W/ never matches
Line = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=50_000)]
Key = Annotated[str, Field(max_length=60, pattern=r"^[!-~]{8,60}$")]


class Named(Shape):
    """Somebody or something by number and name."""

    id: int
    name: str


class TagSaid(Said):
    """A tag to add."""

    name: str = Field(min_length=1, max_length=40)


class Versioned(Said):
    """A change: of `version`, where one is given (or If-Match is), and of nothing that was changed since."""

    version: Ref | None = None


class VersionAsked(Said):
    """The version that a removal starts from, where nothing else is said."""

    version: Id | None = Field(None, description="as If-Match has it: what was changed since is a 409")


def named(one: Any) -> dict[str, Any] | None:
    """Somebody or something by number and name; None where there is nobody."""
    return None if one is None else {"id": one.pk, "name": str(one)}


class HasVersion(Protocol):
    """What names the version that a change starts from, 0 where nothing stood."""

    @property
    def version(self) -> int | None:
        """The version."""


def version_of(request: HttpRequest, said: HasVersion) -> int | None:
    """The version that a change starts from: of the body or the query, or of If-Match. Raises Problem."""
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return said.version
    matched = MATCHED.fullmatch(given.strip())
    if matched is None:
        raise wrong_field("If-Match", _("This must be the number of a version."))
    return int(matched[1])
