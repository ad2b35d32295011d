"""Every table of Zendesk's and Salesforce's exports, in the order that docs/import.md says, with what the program guesses: all in, all out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandali.cases.models import Case, Message
from sandali.cases.search import CASES, MESSAGES
from sandali.customers.models import (
    Customer,
    CustomerNote,
    FieldValue,
    Identity,
    KeysOf,
    LikelyPair,
    LikenessKey,
    Organisation,
    Tag,
)
from sandali.customers.search import INDEX, index_all
from sandali.history.models import Event
from sandali.history.queue import drain
from sandali.kit.search import contents
from sandali.sales.models import Deal, LostReason
from sandali.transfer import actions
from sandali.transfer.models import Import, ImportState, SourceKey
from sandali.transfer.undoing import OWN

pytestmark = pytest.mark.django_db

WRITTEN = (
    Customer, Identity, Organisation, CustomerNote, Tag, FieldValue, KeysOf, LikenessKey, Case, Message, SourceKey, Customer.tags.through, Case.tags.through,
    Organisation.tags.through, LikelyPair, Deal, LostReason,
)  # fmt: skip
# Of the masked rows: nobody whom the tasks and events name, no ticket that the comments name, and nothing that the tables of tags name, is in the other tables.
TAKEN = {
    "sf_account_data": ("organisations", {"made": 9, "known": 1}), "sf_contact_data": ("customers", {"made": 2, "wrong": 2}),
    "sf_lead_data": ("customers", {"made": 1}), "sf_event_data": ("notes", {"wrong": 10}), "sf_task_data": ("notes", {"wrong": 10}),
    "organization_data": ("organisations", {"made": 10}), "user_data": ("customers", {"made": 1, "known": 8, "skipped": 1}),
    "ticket_data": ("cases", {"made": 8, "skipped": 2, "customers": 7}), "ticket_comment_data": ("messages", {"wrong": 20}),
    "sf_opportunity_data": ("deals", {"wrong": 10}), "user_tag_data": ("tags", {"wrong": 10}), "organization_tag_data": ("tags", {"wrong": 12}), "ticket_tag_data": ("tags", {"wrong": 10}),
}  # fmt: skip
ORDER = ("organisations", "customers", "cases", "messages", "notes", "deals", "tags", "nothing")


def house() -> dict[str, Any]:
    """Every row of what imports write, what search finds, and what else is told. That something was brought in stays told, as all that
    happened does; of what was removed an empty entry stays in SQLite's index (kit/search.remove)."""
    rows: dict[str, Any] = {model._meta.label: list(model.objects.order_by("pk").values()) for model in WRITTEN}
    words = {name: {number: said for number, said in contents(name).items() if said} for name in (INDEX, CASES, MESSAGES)}
    return rows | words | {"told": list(Event.objects.exclude(subject_type="import").exclude(kind__in=OWN).order_by("pk").values())}


def begun(cast, path: Path) -> Import:
    with path.open("rb") as file:
        return actions.begin_import(file, name=path.stem, by=cast.admin)


def brought(cast, one: Import) -> Import:
    """Tried, and brought in as it was guessed."""
    actions.check_import(one)
    drain()
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert one.state == ImportState.DONE, (one.name, one.problem)
    return one


@pytest.mark.practice("P03")
@pytest.mark.reliability("K3")
def test_all_tables_come_in_in_their_order_and_undone_from_the_last_to_the_first_nothing_is_left(cast, shared_data):
    """Rows that nothing here can be made of are refused: no group or product becomes a customer."""
    index_all(Customer.objects.all())
    before = house()
    files = sorted((shared_data / "crm-tables").glob("*/*.csv"))
    tables = sorted((begun(cast, path) for path in files), key=lambda one: (one.source, ORDER.index("nothing" if one.problem else one.subject)))
    unplaced = {one.name for one in tables if one.problem}
    assert {one.name for one in tables if one.problem and any(one.plan)} == set()
    done = [brought(cast, one) for one in tables]
    taken = {one.name: (one.subject, one.counts) for one in done if one.name not in unplaced}
    assert taken == TAKEN
    assert (len(unplaced), {tuple(one.counts) for one in done if one.name in unplaced}) == (len(files) - len(TAKEN), {("wrong",)})
    for one in reversed(done):
        actions.undo_import(one)
        drain()
        one.refresh_from_db()
        assert (one.name, one.state, one.counts.get("kept", 0)) == (one.name, ImportState.UNDONE, 0)
    assert house() == before

