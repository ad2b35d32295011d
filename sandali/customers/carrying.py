"""What belongs to a customer goes along when their record is put together with another one, and comes back when the two are set apart.

Every column of any room that says whose something is has a line in settings.CUSTOMER_COLUMNS: "app.Model.column" → "moves" (it goes
to the record that lives on), "alone" (it goes where the other has none of its own), "stays" (history, and what is derived), or the
path of a function(carrying, model, column). A test fails for a column without a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from sandali.customers.contact import known_of
from sandali.customers.models import (
    Belonging,
    Consent,
    Customer,
    FieldValue,
    Given,
    Identity,
    Merging,
    Purpose,
    Wishes,
)

Columns = dict[str, Any]
CHUNK: Final = 500
MOVES, ALONE, STAYS = "moves", "alone", "stays"


@dataclass
class Carrying:
    """One merge while it is done: what it changes is noted here, so that it can be taken back.

    `moved`: column → numbers of the rows that went; `changed`: [model, number, columns before, columns after] each; `made`: rows that
    were made; `tags` that the other did not have."""

    source: Customer
    target: Customer
    by: Any
    at: datetime
    moved: dict[str, list[int]] = field(default_factory=dict)
    changed: list[list[Any]] = field(default_factory=list)
    made: list[list[Any]] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)

    def move(self, column: str, rows: QuerySet[Any]) -> None:
        """Let these rows of the source belong to the target."""
        numbers = list(rows.order_by("pk").values_list("pk", flat=True))
        for some in chunks(numbers):
            rows.model._default_manager.filter(pk__in=some).update(**{name_of(column): self.target.pk})
        if numbers:
            self.moved[column] = self.moved.get(column, []) + numbers

    def alter(self, row: Model, **fields: Any) -> None:
        """Write columns (by their attname) of a row that stays where it is."""
        wanted = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if not wanted:
            return
        before = {name: plain(getattr(row, name)) for name in wanted}
        type(row)._default_manager.filter(pk=row.pk).update(**wanted)
        for name, value in wanted.items():
            setattr(row, name, value)
        self.changed.append([row._meta.label, row.pk, before, {name: plain(value) for name, value in wanted.items()}])

    def kept(self) -> dict[str, Any]:
        """All of it as JSON holds it."""
        return {"moved": self.moved, "changed": self.changed, "made": self.made, "tags": self.tags}


def chunks(numbers: list[int]) -> list[list[int]]:
    """Numbers in portions that a database takes at once."""
    return [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def model_of(column: str) -> type[Model]:
    """The model of "cases.Case.customer_id"."""
    return apps.get_model(column.rpartition(".")[0])


def name_of(column: str) -> str:
    """The column's own name."""
    return column.rpartition(".")[2]


def carry_all(carrying: Carrying) -> None:
    """Everything goes along, by the way that its room has said."""
    for column, way in settings.CUSTOMER_COLUMNS.items():
        model = model_of(column)
        rows = model._default_manager.filter(**{name_of(column): carrying.source.pk})
        if way == MOVES:
            carrying.move(column, rows)
        elif way == ALONE:
            if not model._default_manager.filter(**{name_of(column): carrying.target.pk}).exists():
                carrying.move(column, rows)
        elif way != STAYS:
            import_string(way)(carrying, model, column)
    mine, theirs = (set(one.tags.values_list("pk", flat=True)) for one in (carrying.source, carrying.target))
    carrying.tags = sorted(mine - theirs)
    carrying.target.tags.add(*carrying.tags)


# --- What this room has of its own -------------------------------------------------------------------------------------
def carry_addresses(carrying: Carrying, model: type[Model], column: str) -> None:
    """Addresses go along; one that somebody only claims, unless the other record has it already, claimed or known by it."""
    have = set(Identity.objects.filter(customer=carrying.target).values_list("kind", "value"))
    theirs = Identity.objects.filter(customer=carrying.source)
    stay = [one.pk for one in theirs.exclude(claimed_by=0) if (one.kind, one.value) in have]
    going = list(theirs.exclude(pk__in=stay).order_by("pk").values_list("pk", "claimed_by"))
    carrying.move("customers.Identity.claimed_by", Identity.objects.filter(pk__in=[number for number, claimed_by in going if claimed_by]))
    carrying.move(column, Identity.objects.filter(pk__in=[number for number, _claimed in going]))
    mains = set(Identity.objects.filter(customer=carrying.target, is_main=True).exclude(pk__in=[number for number, _claimed in going]).values_list("kind", flat=True))
    for one in Identity.objects.filter(pk__in=[number for number, _claimed in going], is_main=True, kind__in=mains):
        carrying.alter(one, is_main=False)


def carry_wishes(carrying: Carrying, model: type[Model], column: str) -> None:
    """Wishes: the other's stand, with what it left open from here; what one of the two never wants, neither wants. Both rows are kept."""
    mine = Wishes.objects.filter(customer=carrying.source).first()
    theirs = Wishes.objects.filter(customer=carrying.target).first()
    if mine is None:
        return
    if theirs is None:
        carrying.move(column, Wishes.objects.filter(pk=mine.pk))
        return
    wanted: Columns = {"never": sorted({*theirs.never, *mine.never})}
    wanted |= {name: getattr(mine, name) for name in ("called", "language", "never_words", "likes") if not getattr(theirs, name)}
    if not theirs.way and mine.way not in wanted["never"]:
        wanted |= {"way": mine.way, "identity_id": mine.identity_id}
    elif theirs.way in wanted["never"]:
        wanted |= {"way": "", "identity_id": None}
    if theirs.hours_from is None and not theirs.days:
        wanted |= {name: getattr(mine, name) for name in ("days", "hours_from", "hours_until", "zone")}
    carrying.alter(theirs, **wanted)


def carry_consents(carrying: Carrying, model: type[Model], column: str) -> None:
    """Every word goes along. Where one of the two had said no, it is no from here on: the stricter word holds, however old it is."""
    before = known_of([carrying.source, carrying.target])
    carrying.move(column, Consent.objects.filter(customer=carrying.source))
    after = known_of([said_something(carrying.target)]).get(carrying.target.pk)
    if after is None:
        return
    spoken = sorted({(purpose, way) for known in before.values() for purpose, way in known.words})
    for purpose, way in spoken:
        refused = any(known.agrees(purpose, way) is False for known in before.values())
        if refused and after.agrees(purpose, way):
            row = Consent.objects.create(
                customer=carrying.target, purpose=Purpose(purpose), way=way, is_given=False, how=Given.MERGED, by=carrying.by, at=carrying.at
            )
            carrying.made.append([Consent._meta.label, row.pk])
            after.words[purpose, way] = (row.pk, False)


def carry_values(carrying: Carrying, model: type[Model], column: str) -> None:
    """The company's own fields: what the other record leaves open is filled from here; the rest stays with the record that goes."""
    filled = FieldValue.objects.filter(customer=carrying.target).values("field")
    carrying.move(column, FieldValue.objects.filter(customer=carrying.source).exclude(field__in=filled))


def carry_belongings(carrying: Carrying, model: type[Model], column: str) -> None:
    """Further organisations go along where the other is not there; so do the main ones of the two: only one of them stays the main one."""
    have = set(Belonging.objects.filter(customer=carrying.target).values_list("organisation", flat=True))
    carrying.move(column, Belonging.objects.filter(customer=carrying.source).exclude(organisation__in=have))
    have = set(Belonging.objects.filter(customer=carrying.target).values_list("organisation", flat=True))
    mains = {one.organisation_id: one.job_title for one in (carrying.target, carrying.source) if one.organisation_id is not None}
    for organisation, role in mains.items() if len(mains) > 1 else ():
        if organisation not in have:
            row = Belonging.objects.create(customer=carrying.target, organisation_id=organisation, role=role, at=carrying.at)
            carrying.made.append([Belonging._meta.label, row.pk])


def said_something(customer: Customer) -> Customer:
    """The customer as one who said something by now: their words are asked for."""
    return Customer(pk=customer.pk, has_wishes=True)


# --- The way back ------------------------------------------------------------------------------------------------------
# What only makes sense together goes back together, or not at all.
TOGETHER: Final = (("way", "identity_id"), ("days", "hours_from", "hours_until", "zone"))


def take_back(made: Merging, *, way: list[int]) -> None:
    """What went goes back, where it still is on its `way` (the target, and the records into which that one went, to the living one);
    what somebody changed since stays as they made it."""
    later = list(Merging.objects.filter(pk__gt=made.pk, undone_at=None).order_by("pk"))
    for column, numbers in made.kept["moved"].items():
        rows = model_of(column)._default_manager
        for some in chunks(numbers):
            back = list(rows.filter(pk__in=some, **{f"{name_of(column)}__in": way}).values_list("pk", flat=True))
            rows.filter(pk__in=back).update(**{name_of(column): made.source_id})
            forget_rows(column, set(back), later)
    for name, number, before, after in reversed(made.kept["changed"]):
        take_back_columns(apps.get_model(name), number, before, after, later)
    for name, number in made.kept["made"]:
        apps.get_model(name)._default_manager.filter(pk=number).delete()
    for one in later:
        Merging.objects.filter(pk=one.pk).update(kept=one.kept)


def take_back_columns(model: type[Model], number: int, before: Columns, after: Columns, later: list[Merging]) -> None:
    """A row's columns. What a later merge wrote over one goes back, when that one is undone, to how it stood before both."""
    fields = {each.attname: each for each in model._meta.concrete_fields}
    row = model._default_manager.filter(pk=number).first()
    if row is None:
        return
    back: Columns = {}
    for name, was in before.items():
        heir = next((found for found in (column_of(one, model, number, name) for one in later) if found is not None), None)
        if heir is None and plain(getattr(row, name)) == after[name]:
            back[name] = was if was is None else fields[name].to_python(was)
        elif heir is not None and heir[name] == after[name]:
            heir[name] = was
    for group in TOGETHER:
        if not {name for name in group if name in before} <= back.keys():
            back = {name: value for name, value in back.items() if name not in group}
    if back:
        model._default_manager.filter(pk=number).update(**back)


def column_of(made: Merging, model: type[Model], number: int, name: str) -> Columns | None:
    """How the columns of a row stood before a merge changed this one among them; None where it did not."""
    found: Columns
    for label, row, found, _after in made.kept["changed"]:
        if label == model._meta.label and row == number and name in found:
            return found
    return None


def forget_rows(column: str, gone: set[int], later: list[Merging]) -> None:
    """Rows that went back are no longer what a later merge of the target took along."""
    for one in later:
        if column in one.kept["moved"]:
            one.kept["moved"][column] = [number for number in one.kept["moved"][column] if number not in gone]
