"""Several files at once: put in order, told as of one program where they belong to each other, and brought in one after the other."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from sandali import bringing
from sandali.cases.models import Case
from sandali.customers.models import Customer, Organisation
from sandali.history.queue import drain
from sandali.transfer import actions
from sandali.transfer.bundles import TABLES, bundle_of, tables_before
from sandali.transfer.models import Import

pytestmark = pytest.mark.django_db

PEOPLE = ("people.csv", "id,name,email,company id\n1,Shirin,shirin@there.example,7\n")
COMPANIES = ("companies.csv", "id,company,website\n7,Acme,acme.example\n")
TICKETS = ("tickets.csv", "id,subject,customer id\n10,Fridge,1\n")
COMMENTS = ("comments.csv", "id,ticket id,author id,text\n5,10,1,It is warm\n6,10,99,We come\n")


def choose(cast, *files: tuple[str, str]) -> tuple[list[Import], list[tuple[str, str]]]:
    return actions.begin_together([(BytesIO(text.encode()), name) for name, text in files], by=cast.admin)


def states(one: Import) -> list[tuple[str, str, bool]]:
    return [(each.name, each.state, each.follows) for each in bundle_of(one)]


@pytest.mark.practice("P03")
@pytest.mark.reliability("K2")
def test_tables_of_a_program_nobody_knows_come_in_in_order_and_find_each_other(cast):
    """However they were chosen, and though one of them is refused; the same files again make nothing twice."""
    made, refused = choose(cast, COMMENTS, TICKETS, ("leaflet.pdf", "%PDF-1.4 x"), PEOPLE, COMPANIES)
    assert ([one.name for one in made], [name for name, _why in refused]) == (["companies.csv", "people.csv", "tickets.csv", "comments.csv"], ["leaflet.pdf"])
    assert {one.source[: len(TABLES)] for one in made} == {TABLES} and len({one.source for one in made}) == 1
    actions.start_together(actions.to_begin(bundle_of(made[0])), by=cast.admin)
    assert [(state, follows) for _name, state, follows in states(made[0])] == [("running", False), ("planned", True), ("planned", True), ("planned", True)]
    drain()
    assert [(state, follows) for _name, state, follows in states(made[0])] == [("done", False)] * 4
    case, shirin = Case.objects.get(), Customer.objects.get(name="Shirin")
    assert (case.customer, shirin.organisation.name, list(case.messages.values_list("direction", "text"))) == (shirin, "Acme", [("in", "It is warm"), ("out", "We come")])
    again, _refused = choose(cast, PEOPLE, COMPANIES, TICKETS, COMMENTS)
    actions.start_together(actions.to_begin(bundle_of(again[0])), by=cast.admin)
    drain()
    assert [one.counts.get("made", 0) for one in bundle_of(again[0])] == [0] * 4
    assert [source for source, _names in tables_before(again[0])] == [made[0].source]


def test_what_came_in_together_is_undone_together_from_the_last_and_nothing_is_kept_for_anothers_sake(cast):
    """As many as brought something; what waits says so, and doing something else with one of them leaves the rest as it is."""
    before = (Customer.objects.count(), Case.objects.count(), Organisation.objects.count())
    made, _refused = choose(cast, COMMENTS, TICKETS, PEOPLE, COMPANIES)
    with pytest.raises(actions.NotNow):
        actions.undo_together(actions.to_undo(bundle_of(made[0])))
    actions.start_together(actions.to_begin(bundle_of(made[0])), by=cast.admin)
    drain()
    found = actions.to_undo(bundle_of(made[0]))
    assert [one.name for one in found] == ["comments.csv", "tickets.csv", "people.csv", "companies.csv"]
    actions.undo_together(found)
    assert [(state, follows) for _name, state, follows in states(made[0])] == [("done", True), ("done", True), ("done", True), ("undoing", False)]
    with pytest.raises(actions.NotNow):
        actions.undo_together(found)
    drain()
    assert [(state, follows) for _name, state, follows in states(made[0])] == [("undone", False)] * 4
    assert (Customer.objects.count(), Case.objects.count(), Organisation.objects.count()) == before
    assert sum(one.counts.get("kept", 0) for one in bundle_of(made[0])) == 0
    assert actions.to_undo(bundle_of(made[0])) == []


def test_one_that_cannot_go_on_holds_up_those_behind_it_which_stay_as_they_are(cast):
    """So does stopping, and doing something else with one of them."""
    made, _refused = choose(cast, PEOPLE, TICKETS, COMMENTS)
    waiting = actions.to_begin(made)
    actions.start_together(waiting, by=cast.admin)
    with pytest.raises(actions.NotNow):
        actions.start_together(waiting, by=cast.admin)
    actions.fail(made[0], "it broke")
    assert states(made[0]) == [("people.csv", "failed", False), ("tickets.csv", "planned", False), ("comments.csv", "planned", False)]
    drain()
    actions.start_together(actions.to_begin(bundle_of(made[0])), by=cast.admin)
    actions.stop_import(made[0])
    assert [follows for _name, _state, follows in states(made[0])] == [False] * 3


def test_two_lists_each_with_numbers_of_their_own_are_not_taken_for_tables_of_one_program(cast):
    """Number 5 of one is nobody of the other; parts of one table are, and a table that refers to people of the one program that is known is its."""
    other = ("partners.csv", "id,name,phone\n1,Reza,09121112233\n")
    apart, _refused = choose(cast, PEOPLE, other, TICKETS)
    assert len({one.source for one in apart}) == 3
    parts, _refused = choose(cast, PEOPLE, ("more.csv", PEOPLE[1].replace("1,Shirin", "2,Sara")), TICKETS)
    assert len({one.source for one in parts}) == 1
    known = ("users.csv", "id,name,email,phone,organization_id,ticket_restriction\n1,Shirin,shirin@there.example,,,\n")
    assert [one.source for one in choose(cast, TICKETS, known)[0]] == ["zendesk", "zendesk"]


def test_the_command_brings_several_files_in_in_order(cast, tmp_path, capsys):
    """One that cannot be read is named and does not hold up the others."""
    paths = [tmp_path / name for name, _text in (TICKETS, PEOPLE)]
    for path, (_name, text) in zip(paths, (TICKETS, PEOPLE), strict=True):
        path.write_text(text)
    assert bringing.main([*map(str, paths), str(tmp_path / "gone.csv"), "--by", cast.admin.email]) == 2
    told = capsys.readouterr()
    assert (Case.objects.get().customer.name, "gone.csv" in told.err) == ("Shirin", True)
    assert told.out.index("people.csv") < told.out.index("tickets.csv")


@pytest.mark.practice("P03")
def test_an_export_that_comes_packed_is_taken_as_its_tables(cast):
    """One in it that cannot be read holds nothing up and is named."""
    source = BytesIO()
    with zipfile.ZipFile(source, "w") as out:
        for name, text in (COMMENTS, PEOPLE, TICKETS, ("readme.txt", ""), COMPANIES):
            out.writestr(name, text)
    source.seek(0)
    made, refused = actions.begin_together([(source, "export.zip")], by=cast.admin)
    assert ([one.name for one in made], [name for name, _why in refused]) == (["companies.csv", "people.csv", "tickets.csv", "comments.csv"], ["readme.txt"])
    actions.start_together(actions.to_begin(bundle_of(made[0])), by=cast.admin)
    drain()
    assert (Customer.objects.get(name="Shirin").organisation.name, Case.objects.get().messages.count()) == ("Acme", 2)


def test_files_beyond_thirty_are_refused_also_when_they_come_packed(cast):
    source = BytesIO()
    with zipfile.ZipFile(source, "w") as out:
        for number in range(29):
            out.writestr(f"{number}.csv", PEOPLE[1])
    again = BytesIO(source.getvalue())
    source.seek(0)
    made, refused = actions.begin_together([(source, "one.zip"), (again, "two.zip")], by=cast.admin)
    assert (len(made), len(refused), refused[0][0]) == (30, 28, "1.csv")
