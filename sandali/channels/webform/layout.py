"""The fields of a form as its settings keep them: what each asks, how it is called in both languages, and in which order they stand."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

# What a field asks. The first ones are known to us and stand in a form once; the others may stand as often as wanted.
KNOWN: Final[dict[str, Promise]] = {
    "name": _("Your name"), "email": _("E-mail"), "phone": _("Telephone"), "subject": _("Subject"), "message": _("Your message"), "file": _("Files"),
}  # fmt: skip
OWN: Final[dict[str, Promise]] = {
    "text": _("A line of text"), "long": _("A longer text"), "choice": _("One of several"), "choices": _("Several of several"),
    "date": _("A date"), "number": _("A number"),
}  # fmt: skip
KINDS: Final[dict[str, Promise]] = KNOWN | OWN
CHOOSING: Final = ("choice", "choices")
MOST_FIELDS: Final = 30
MOST_CHOICES: Final = 50
LANGUAGES: Final = ("fa", "en")
# The labels that stand where nobody wrote one, in the language of whoever reads.
UNNAMED: Final = _("Another field")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Texts are by language; `choices` are pairs (Persian, English)."""

    id: str
    kind: str
    labels: Mapping[str, str]
    helps: Mapping[str, str]
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()

    def label(self, language: str) -> str:
        """What stands above it: the words of its language, else the usual ones, else those of the other language."""
        if self.labels.get(language):
            return self.labels[language]
        if self.kind in KNOWN:
            with override(language):
                return str(KNOWN[self.kind])
        with override(language):
            return next((one for one in self.labels.values() if one), str(UNNAMED))

    def help(self, language: str) -> str:
        """What stands below it, in its language alone."""
        return self.helps.get(language, "")

    def options(self, language: str) -> list[tuple[str, str]]:
        """(number, words) of what can be chosen."""
        at = LANGUAGES.index(language)
        return [(str(number), pair[at] or pair[1 - at]) for number, pair in enumerate(self.choices, 1)]


def fields_of(settings: Mapping[str, Any]) -> list[Field]:
    """The fields of a form, in their order; what cannot be read is left out."""
    kept = settings.get("fields")
    return [read(one) for one in kept if isinstance(one, dict) and one.get("kind") in KINDS] if isinstance(kept, list) else usual()


def read(kept: Mapping[str, Any]) -> Field:
    """A field from its settings."""
    choices = tuple((str(pair[0]), str(pair[1])) for pair in kept.get("choices") or [] if isinstance(pair, list) and len(pair) == 2)
    labels, helps = ({language: str(kept.get(f"{what}_{language}") or "") for language in LANGUAGES} for what in ("label", "help"))
    return Field(str(kept.get("id") or kept["kind"]), str(kept["kind"]), labels, helps, bool(kept.get("required")), choices)


def written(field: Field) -> dict[str, Any]:
    """A field as its settings keep it."""
    texts = {f"{what}_{language}": words for what, by in (("label", field.labels), ("help", field.helps)) for language, words in by.items() if words}
    more = {"choices": [list(pair) for pair in field.choices]} if field.choices else {}
    return {"id": field.id, "kind": field.kind, **texts, "required": field.required, **more}


def usual() -> list[Field]:
    """The fields of a new form."""
    asked = (("name", False), ("email", True), ("phone", False), ("subject", False), ("message", True), ("file", False))
    return [Field(kind, kind, {}, {}, required) for kind, required in asked]


def new_id(kind: str, taken: Sequence[str]) -> str:
    """What a field is called in the page: a known one by its kind, another by a few drawn letters."""
    if kind in KNOWN:
        return kind
    return next(name for name in iter(lambda: f"field-{random.token_hex(3)}", "") if name not in taken)


def choices_of(text: str) -> tuple[tuple[str, str], ...]:
    """What was typed, one choice a line, Persian and English parted by a bar; with one alone it stands in both languages."""
    found = []
    for line in text.splitlines():
        persian, bar, english = (part.strip() for part in line.partition("|"))
        if persian or english:
            found.append((persian or english, english if bar and english else persian))
    return tuple(found)


def typed_choices(choices: Sequence[tuple[str, str]]) -> str:
    """The same the other way."""
    return "\n".join(persian if persian == english else f"{persian} | {english}" for persian, english in choices)
