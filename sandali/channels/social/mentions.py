"""One mention: what was said, where, by whom. From JSON, from a row of a table, or as somebody typed it, always the same facts."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from sandali.channels.adapter import Event
from sandali.kit.digits import to_ascii
from sandali.kit.text import clean, fold, isolate

PLACES: Final = ("network", "site", "news")  # as in resolution.models.PublicPlace
LONGEST: Final = {"id": 200, "network": 40, "place": 10, "link": 250, "author": 100, "name": 160, "text": 20_000}
MOST: Final = 1_000  # in one request, or one table
# Names of columns, as people and programs write them.
COLUMNS: Final = {
    "id": ("id", "number", "شناسه"), "network": ("network", "site", "source", "شبکه", "سایت", "منبع"), "place": ("place", "where", "جا"),
    "link": ("link", "url", "address", "permalink", "پیوند", "لینک", "نشانی"), "author": ("author", "handle", "username", "user", "نویسنده", "کاربر"),
    "name": ("name", "نام"), "text": ("text", "content", "message", "body", "متن", "پیام"), "at": ("at", "date", "time", "created_at", "زمان", "تاریخ"),
}  # fmt: skip


class NotATable(ValueError):
    """A file that holds no table of mentions; `why` is "letters" (not UTF-8), "columns" (no text, or neither author nor link), "many"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Mention:
    """What somebody said of us. `id` is what the network calls it, "" where nobody knows; `at` ISO 8601 or ""."""

    text: str
    link: str = ""
    author: str = ""
    name: str = ""
    network: str = ""
    place: str = "network"
    id: str = ""
    at: str = ""

    @property
    def number(self) -> str:
        """What makes it this one: its id, else its address, else its words."""
        known = self.id or self.link or f"{self.author}\n{self.text}"
        return f"{self.network.lower()}:{hashlib.sha256(known.encode()).hexdigest()[:40]}"

    @property
    def moment(self) -> datetime | None:
        """When it was said, None where nobody knows."""
        try:
            said = datetime.fromisoformat(self.at) if self.at else None
        except ValueError:
            return None
        return timezone.make_aware(said) if said is not None and timezone.is_naive(said) else said


def mention_of(given: Mapping[str, Any]) -> Mention | None:
    """A mention from what a program or a table says; None without a text, or with neither an author nor an address."""
    known = {fold(str(name)): value for name, value in given.items() if name is not None}
    found: dict[str, str] = {}
    for field, names in COLUMNS.items():
        value = next((known[fold(name)] for name in names if known.get(fold(name)) not in (None, "")), "")
        text = clean(str(value)).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        found[field] = text[: LONGEST.get(field, 40)]
    author = given.get("author")
    if isinstance(author, Mapping):  # programs mostly say {"author": {"username": …, "name": …}}
        found["author"] = clean(str(author.get("username") or author.get("id") or ""))[: LONGEST["author"]]
        found["name"] = clean(str(author.get("name") or found["name"]))[: LONGEST["name"]]
    found |= {name: isolate(found[name]).lstrip("@") for name in ("author", "name", "network")}
    found["link"] = found["link"] if found["link"].lower().startswith(("https://", "http://")) else ""
    found["place"] = found["place"] if found["place"] in PLACES else PLACES[0]
    found["at"] = to_ascii(found["at"])
    made = Mention(**found)
    return made if made.text and (made.author or made.name or made.link) else None


def mentions_in(body: bytes) -> list[Mention]:
    """The mentions in a request: one, a list, or a list under "mentions". [] for nothing."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    inner = told.get("mentions", told.get("mention", told)) if isinstance(told, dict) else told
    rows = inner if isinstance(inner, list) else [inner]
    return [made for one in rows[:MOST] if isinstance(one, dict) and (made := mention_of(one)) is not None]


def event_of(mention: Mention) -> Event:
    """A mention as it is kept: the same one is taken once, by whichever way it comes."""
    raw = json.dumps({"mention": asdict(mention)}, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    return Event(raw, id=f"mention:{mention.number}", lane=f"{mention.network}:{mention.author or mention.name}")


def table_of(content: bytes) -> tuple[list[Mention], list[int]]:
    """(mentions, numbers of rows that are none) of a CSV file with a head line, divided by commas, semicolons or tabs. Raises NotATable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise NotATable("letters") from problem
    head = text.partition("\n")[0]
    divided = max(",;\t", key=head.count)
    rows = list(csv.DictReader(io.StringIO(clean(text)), delimiter=divided))[: MOST + 1]
    names = {fold(name) for name in (rows[0] if rows else {}) if isinstance(name, str)}
    has = {field: bool(names & {fold(name) for name in COLUMNS[field]}) for field in ("text", "author", "link", "name")}
    if not rows or not has["text"] or not (has["author"] or has["link"] or has["name"]):
        raise NotATable("columns")
    if len(rows) > MOST:
        raise NotATable("many")
    made = [mention_of(row) for row in rows]
    return [one for one in made if one is not None], [number for number, one in enumerate(made, start=2) if one is None]
