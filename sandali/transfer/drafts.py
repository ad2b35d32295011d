"""A row's cells as what they will be, or what is wrong with them: pure, so that a trial and the run itself say the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sandali.cases.models import Priority
from sandali.channels.email.bodies import from_html
from sandali.customers.fields.values import NotAValue, Value, as_typed, money_of, parse
from sandali.customers.models import CustomField, FieldKind, Stage
from sandali.kit.jalali import parse_date
from sandali.kit.phones import parse_phone
from sandali.kit.text import clean, fold, isolate

_PARTS: Final = re.compile(r"[\n;,،؛|]+| / ")
_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_INSIDE: Final = re.compile(r"<([^<>]*)>\s*$")
_MOMENT: Final = re.compile(r"(\S+?)[T\s]+(\d{1,2}:\d{2}.*)")
_HTML: Final = re.compile(r"</(?:p|div|span|a|b|i|em|strong|u|font|table|td|ul|ol|li|blockquote|h[1-6]|body|html)\s*>|<br\s*/?>", re.IGNORECASE)
_COUNTED: Final = re.compile(r"^\d+\W+(?=\w)")
NOTHING: Final = ("", "-", "--", "null", "none", "n/a", "nan", "undefined", "ندارد", "خالی")
MOST_NOTE: Final = 20_000
_PERSIAN: Final = str.maketrans("يىك", "ییک")
CHOSEN: Final = (FieldKind.YES_NO, FieldKind.CHOICE, FieldKind.CHOICES)
STAFF_ROLES: Final = ("agent", "admin", "administrator", "staff", "owner")
STAGES: Final = {
    "lead": Stage.LEAD, "marketingqualifiedlead": Stage.LEAD, "salesqualifiedlead": Stage.LEAD, "opportunity": Stage.LEAD, "prospect": Stage.LEAD,
    "سرنخ": Stage.LEAD, "فرصت": Stage.LEAD, "بالقوه": Stage.LEAD, "مشتریبالقوه": Stage.LEAD,
    "customer": Stage.CUSTOMER, "client": Stage.CUSTOMER, "evangelist": Stage.CUSTOMER, "مشتری": Stage.CUSTOMER, "مشتریبالفعل": Stage.CUSTOMER,
    "former": Stage.FORMER, "formercustomer": Stage.FORMER, "churned": Stage.FORMER, "مشتریپیشین": Stage.FORMER, "مشتریسابق": Stage.FORMER,
    "contact": Stage.CONTACT, "subscriber": Stage.CONTACT, "other": Stage.CONTACT, "مخاطب": Stage.CONTACT,
}  # fmt: skip
# By their words alone: numbers count up in one program and down in the next ("1 low", "1 - Critical").
PRIORITIES: Final = dict.fromkeys("low lowest trivial minor کم پایین پائین کماهمیت".split(), Priority.LOW) | dict.fromkeys(
    "normal medium moderate standard default عادی معمولی متوسط نرمال".split(), Priority.NORMAL
) | dict.fromkeys("high important major زیاد بالا مهم".split(), Priority.HIGH) | dict.fromkeys(
    "urgent highest critical emergency immediate blocker veryhigh فوری اضطراری بحرانی حیاتی خیلیزیاد خیلیبالا خیلیفوری بسیارمهم".split(), Priority.URGENT
)  # fmt: skip
OPEN, OVER, GONE = "open", "over", "gone"
# Whether somebody has still to do something, by the words of other programs. That a customer confirmed it, none of them can say.
WORDS_OF_STATES: Final = {
    OPEN: "new|open|opened|reopened|pending|hold|on hold|waiting|waiting on customer|waiting on third party|in progress|working|assigned|escalated|active|todo|"
    "unresolved|snoozed|جدید|تازه|باز|باز شده|جاری|در جریان|در حال بررسی|در دست بررسی|در حال انجام|در انتظار|در انتظار مشتری|در انتظار پاسخ|معلق|ارجاع شده|بررسی نشده",
    OVER: "solved|resolved|closed|complete|completed|done|finished|archived|cancelled|canceled|rejected|merged|"
    "بسته|بسته شده|حل شده|رفع شده|پایان یافته|تمام شده|مختومه|انجام شده|لغو شده|خاتمه یافته|پاسخ داده شده|بایگانی شده",
    GONE: "deleted|trashed|حذف شده|پاک شده",
}
LANGUAGES: Final = {"fa": "fa", "en": "en", "ar": "ar", "persian": "fa", "farsi": "fa", "english": "en", "arabic": "ar", "فارسی": "fa", "انگلیسی": "en", "عربی": "ar"}


def spelled_state(word: str) -> str:
    """A state as it is looked up: folded, and nothing but its letters."""
    return "".join(each for each in fold(word) if each.isalpha())


STATES: Final = {spelled_state(word): state for state, words in WORDS_OF_STATES.items() for word in words.split("|")}


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading rows needs to know of the house and of the import. `plan` has a target or "" for each of `names`;
    `fields` are the company's own that it names, by target."""

    names: Sequence[str]
    plan: Sequence[str]
    region: str
    zone: ZoneInfo
    keeps_unreadable: bool = False
    fields: Mapping[str, CustomField] = field(default_factory=dict)
    is_of_deals: bool = False  # whose stages are another thing than those of customers
    is_persian: bool = False  # written in an encoding without the Persian ی, by Persians: ي and ك stand for theirs
    unit: str = ""  # in what amounts of rials are of which a cell does not say it: "IRT", "IRR", "" where nobody said it


@dataclass(slots=True)
class Draft:
    """One row. `values`: target → text (several are joined by a line's end). `identities`: (kind, normalised, as written). `own`: number of a field
    of the company's own → its value.

    `problems`: (column, reason); a draft that has one is not taken. `remarks`: the same of what was left out of one that is."""

    row: int
    line: int
    values: dict[str, str] = field(default_factory=dict)
    identities: list[tuple[str, str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    own: dict[int, Value] = field(default_factory=dict)
    created_at: datetime | None = None
    closed_at: datetime | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    ahead: Any = None  # a reckoning.Ahead, as long as nothing was added to the row
    likes: Any = ()  # (customer, Likeness) of who is here and looks like them, see taking/alike.py

    def __reduce__(self) -> tuple[Any, ...]:
        """As its fields in order: a class with slots would go through a pipe three times as slowly."""
        return Draft, (
            self.row, self.line, self.values, self.identities, self.tags, self.own, self.created_at, self.closed_at, self.problems, self.remarks, self.ahead,
        )  # fmt: skip

    def copy(self) -> Draft:
        """The same, to be added to."""
        return Draft(
            self.row, self.line, dict(self.values), list(self.identities), list(self.tags), dict(self.own), self.created_at, self.closed_at,
            list(self.problems), list(self.remarks), self.ahead, self.likes,
        )  # fmt: skip

    def text(self, target: str, most: int) -> str:
        """One line of a value, cut to what its field holds."""
        value = self.values.get(target)
        return isolate(value)[:most].strip() if value else ""

    @property
    def name(self) -> str:
        """The whole name, or its parts put together."""
        return self.text("name", 160) or f"{self.text('first_name', 80)} {self.text('last_name', 80)}".strip()

    @property
    def key(self) -> str:
        """How the other program calls it; of a row that has no key and no address, a mark of all it says: the same row is the same thing."""
        given = self.text("key", 120) if "key" in self.values else ""
        if given or self.identities:
            return given
        own = {f"field {number}": as_typed(value) for number, value in self.own.items()}
        said = "\x1f".join(f"{name}={fold(value)}" for name, value in sorted((self.values | own).items()))
        return "row " + hashlib.sha256(said.encode()).hexdigest()[:40]


def read_row(row: int, line: int, cells: Sequence[str], reading: Reading) -> Draft:
    """What one row says."""
    draft = Draft(row, line)
    notes: list[str] = []
    for name, target, cell in zip(reading.names, reading.plan, cells, strict=False):
        own = reading.fields.get(target)
        if not target or ((value := clean(cell).strip()).casefold() in NOTHING and own is None):
            continue
        value = value.translate(_PERSIAN) if reading.is_persian else value
        reason = take(draft, target, name, value, notes, reading) if own is None else take_own(draft, own, value, reading)
        if reason and reading.keeps_unreadable:
            notes.append(f"{name}: {value}")
        elif reason:
            draft.problems.append((name, reason))
    if len(cells) > len(reading.names) and any(cells[len(reading.names) :]):
        draft.problems.append(("", _("This row has more cells than there are columns.")))
    if notes:
        draft.values["note"] = "\n".join(notes)[:MOST_NOTE]
    return draft


def take(draft: Draft, target: str, name: str, value: str, notes: list[str], reading: Reading) -> str:
    """Put one value where it belongs; returns why it cannot be, "" when it can."""
    if target == "note":
        notes.append(value if reading.plan.count("note") == 1 else f"{name}: {value}")
    elif target in ("phone", "email"):
        return take_addresses(draft, target, value, reading.region)
    elif target in ("created_at", "closed_at"):
        moment = moment_of(value, reading.zone)
        if moment is None:
            return _("This date could not be read.")
        setattr(draft, target, moment)
    elif target == "tags":
        draft.tags += [tag for part in _PARTS.split(value.strip("[]")) if (tag := isolate(part).strip(" '\"")[:40]) and fold(tag)]
    elif target == "stage" and not reading.is_of_deals:
        stage = STAGES.get(fold(value).replace(" ", ""))
        if stage is None:
            return _("We do not know this stage.")
        draft.values[target] = stage
    elif target == "priority":
        take_priority(draft, name, value)
    elif target == "state":
        take_state(draft, name, value)
    elif target == "text" and _HTML.search(value):
        take_html(draft, value)
    elif target == "language":
        draft.values[target] = LANGUAGES.get(fold(value), LANGUAGES.get(value[:2].casefold(), ""))
    else:
        draft.values[target] = "\n".join(filter(None, (draft.values.get(target, ""), value)))
    return ""


def take_priority(draft: Draft, column: str, value: str) -> None:
    """The priority of a case, by the words of other programs and Persian ones; one that is unknown changes nothing, and is remarked."""
    priority = PRIORITIES.get(fold(_COUNTED.sub("", value)).replace(" ", ""))
    if priority is None:
        draft.remarks.append((column, _("We do not know the priority “%(word)s”; it was left as usual.") % {"word": isolate(value)[:60]}))
    else:
        draft.values["priority"] = str(priority.value)


def take_state(draft: Draft, column: str, value: str) -> None:
    """Whether a case was open or over in the other program; of a word that is unknown nothing is guessed, and it is remarked."""
    state = STATES.get(spelled_state(value))
    if state is None:
        draft.remarks.append((column, _("We do not know the state “%(word)s”; the case came in at rest.") % {"word": isolate(value)[:60]}))
    else:
        draft.values["state"] = state


def take_own(draft: Draft, field: CustomField, value: str, reading: Reading) -> str:
    """The value of a field of the company's own; what is wrong with it. A word for nothing ("ندارد") may be one of its answers."""
    is_nothing = value.casefold() in NOTHING
    if is_nothing and field.kind not in CHOSEN:
        return ""
    if field.kind == FieldKind.DATE and _MOMENT.fullmatch(value) and (moment := moment_of(value, reading.zone)) is not None:
        value = moment.astimezone(reading.zone).date().isoformat()
    try:
        found = rials_of(field, value, reading.unit) if field.kind == FieldKind.MONEY and field.currency == "IRR" else parse(field, value, region=reading.region)
    except NotAValue as problem:
        return "" if is_nothing else str(problem)
    if found is not None:
        draft.own[field.pk] = found
    return ""


def rials_of(field: CustomField, value: str, unit: str) -> Value:
    """An amount of rials, in the unit that stands behind it, else in the one that was chosen. Nobody guesses between rial and toman."""
    found, other = (money_of(field, value, toman=toman) for toman in (unit != "IRR", unit == "IRT"))
    if found != other:
        raise NotAValue(_("Nothing says in which currency this amount is. Choose it for this import."))
    return found


def take_html(draft: Draft, value: str) -> None:
    """The body of a message in HTML, read as that of a mail is: its words, and apart from them what was quoted."""
    for name, words in zip(("text", "quoted"), from_html(value)[:2], strict=True):
        draft.values[name] = "\n".join(filter(None, (draft.values.get(name, ""), clean(words).strip())))


def take_addresses(draft: Draft, kind: str, value: str, region: str) -> str:
    """Telephone numbers or mail addresses of one cell; what is wrong with it."""
    whole = address_of(kind, value, region)
    found = [whole] if whole else [address_of(kind, part.strip(), region) for part in _PARTS.split(value) if part.strip()]
    if not found or None in found:
        return _("This is not a phone number that we understand.") if kind == "phone" else _("This is not an e-mail address.")
    draft.identities += [one for one in found if one and one[:2] not in {known[:2] for known in draft.identities}]
    return ""


def address_of(kind: str, value: str, region: str) -> tuple[str, str, str] | None:
    """(kind, normalised, as written), as customers.actions.normal_identity has them; None for what is no such address."""
    if kind == "phone":
        # A spreadsheet that took a number for one drops its zero or writes it with a point; the plus it may keep.
        phone = parse_phone(value.removesuffix(".0"), region)
        return ("phone", phone.e164, isolate(value)[:254]) if phone else None
    if (inside := _INSIDE.search(value)) is not None:
        value = inside[1]
    shown = isolate(value.removeprefix("mailto:"))
    return ("email", shown.lower(), shown) if len(shown) <= 254 and _EMAIL.fullmatch(shown) else None


def moment_of(value: str, zone: ZoneInfo) -> datetime | None:
    """A date or a moment, Gregorian or Jalali; one without a zone is on the company's wall. None for what is none."""
    try:
        found = datetime.fromisoformat(value.removesuffix(" UTC") + ("+00:00" if value.endswith(" UTC") else ""))
        if found.year > 1600:
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # another way of writing one, perhaps
    parted = _MOMENT.fullmatch(value)
    try:
        day = parse_date(parted[1] if parted else value, "en")
    except ValueError:
        return None
    try:
        clock = time.fromisoformat(parted[2].strip()[:5].zfill(5)) if parted else time()
    except ValueError:
        clock = time()
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
