"""The forms of an import: the file, and how it is to be understood."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sandali.company.queries import open_departments
from sandali.kit.dates import current_display
from sandali.kit.digits import format_number
from sandali.transfer.bundles import tables_before
from sandali.transfer.models import Alike, Import, Known, Subject, Unit, Unreadable
from sandali.transfer.presets import TITLES
from sandali.transfer.reading import Table
from sandali.transfer.reading.limits import MOST_TABLES
from sandali.transfer.reading.vcards import NAMES
from sandali.transfer.targets import target_of, targets_of

ENCODINGS: Final = [
    ("utf-8-sig", "UTF-8"), ("cp1256", "Windows-1256"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE"), ("cp1252", "Windows-1252"),
]  # fmt: skip
SEPARATORS: Final = [
    (",", gettext_lazy("Comma")), (";", gettext_lazy("Semicolon")), ("\t", gettext_lazy("Tab")), ("|", gettext_lazy("Vertical bar")),
]  # fmt: skip
OWN: Final = "own"
OTHER: Final = "other"  # one program of which we know nothing, whose tables belong together
CARD: Final = ("name", "first_name", "last_name", "phone", "email", "organisation", "job_title", "city", "note", "tags", "", "key")  # what vcards.NAMES mean
SHOWN: Final = 3  # values of a column


def shown_heading(kind: str, name: str) -> str:
    """A column's name for people: as the file has it, whichever way it is written; those of contacts, which have none, in the reader's words."""
    if kind == "vcard" and name in NAMES:
        target = target_of(Subject.CUSTOMERS, CARD[NAMES.index(name)]) or target_of(Subject.ORGANISATIONS, "website")
        return str(target.label) if target is not None else name
    return f"\u2068{name}\u2069"


class ManyFiles(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; `cleaned_data` holds a list of them. One that is empty is refused with the others that cannot be read."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files. Raises ValidationError where there is none, or more than can be looked at in one go."""
        chosen = [one for one in (data if isinstance(data, list | tuple) else [data]) if one is not None]
        if not chosen:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(chosen) > MOST_TABLES:
            raise forms.ValidationError(_("Please choose at most %(most)s files at once.") % {"most": format_number(MOST_TABLES, current_display().language)})
        return chosen


class FileForm(forms.Form):
    """Files to bring in."""

    file = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("CSV, Excel (XLSX), vCard or JSON, or a ZIP of them, at most 100 MB each. You see what will happen before anything does."),
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )  # fmt: skip


class PlanForm(forms.Form):
    """What the rows are, what each column means, and what becomes of rows that are not plain."""

    subject = forms.ChoiceField(label=gettext_lazy("Each row is about"), choices=Subject.choices)
    source = forms.ChoiceField(
        label=gettext_lazy("Numbers in it are those of"),
        help_text=gettext_lazy("Tables of one program find each other by these numbers: choose the same for all of them."),
    )
    known = forms.ChoiceField(label=gettext_lazy("Who is here already"), choices=Known.choices, widget=forms.RadioSelect)
    alike = forms.ChoiceField(label=gettext_lazy("Who looks like somebody here"), choices=Alike.choices, widget=forms.RadioSelect, required=False)
    open_in = forms.TypedChoiceField(
        label=gettext_lazy("Cases that are still open there"), coerce=int, empty_value=None, required=False,
        help_text=gettext_lazy("An open case stands in the inbox of that department. No clock runs for it, and nobody is written to, until the customer or one of us writes."),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=gettext_lazy("Amounts of which the file does not say the currency"), choices=Unit.choices, required=False,
        help_text=gettext_lazy("Whether a number means rials or tomans is not guessed."),
    )  # fmt: skip
    unreadable = forms.ChoiceField(label=gettext_lazy("A value that cannot be read"), choices=Unreadable.choices, widget=forms.RadioSelect)

    def __init__(self, one: Import, table: Table, rows: list[list[str]], data: Any = None) -> None:
        names = ("subject", "source", "known", "alike", "unit", "unreadable")
        before = tables_before(one)
        source = one.source if one.source in (*TITLES, OTHER, *(tables for tables, _names in before)) else OWN
        super().__init__(data, initial={name: getattr(one, name) for name in names} | dict(one.shape) | {"source": source, "open_in": one.open_in_id})
        self.one, self.table = one, table
        self.fields["source"].choices = [(OWN, pgettext_lazy("whose numbers", "This file and others with the same columns")), (OTHER, pgettext_lazy("whose numbers", "Another program, with all of its tables")), *TITLES.items()]
        self.fields["source"].choices += [(tables, _("Chosen together: %(files)s") % {"files": f"\u2068{names}\u2069"}) for tables, names in before]
        self.fields["open_in"].choices = [("", _("Come in at rest, as all others")), *((each.pk, each.name) for each in open_departments())]
        if table.shape.format == "csv":
            self.fields["encoding"] = forms.ChoiceField(label=_("Letters"), choices=ENCODINGS)
            self.fields["separator"] = forms.ChoiceField(label=_("Between the columns"), choices=SEPARATORS)
        choices = [("", _("Leave this column out")), *((target.name, target.label) for target in targets_of(one.subject))]
        self.mapped: list[str] = []
        self.others: list[str] = []
        for place, name in enumerate(table.names):
            values = list(dict.fromkeys(row[place][:60] for row in rows if place < len(row) and row[place]))[:SHOWN]
            chosen = one.plan[place] if place < len(one.plan) else ""
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=shown_heading(table.shape.format, name), choices=choices, required=False, initial=chosen, help_text=" · ".join(f"\u2068{value}\u2069" for value in values) or _("Empty in the first rows")
            )
            (self.mapped if chosen or values else self.others).append(f"column-{place}")

    def columns(self) -> list[forms.BoundField]:
        """Fields of the columns that say something."""
        return [self[name] for name in self.mapped]

    def empty_columns(self) -> list[forms.BoundField]:
        """Fields of the columns that are empty, as far as was looked."""
        return [self[name] for name in self.others]

    def values(self) -> dict[str, Any]:
        """As change_plan takes it."""
        given = self.cleaned_data
        shape = {**self.one.shape, **{name: given[name] for name in ("encoding", "separator") if name in given}}
        plan = [given[f"column-{place}"] for place in range(len(self.table.names))]
        kept = {name: given[name] for name in ("subject", "source", "known", "unreadable")} | {"alike": given["alike"] or self.one.alike, "open_in": given["open_in"], "unit": given["unit"]}
        return {**kept, "shape": shape, "plan": plan}
