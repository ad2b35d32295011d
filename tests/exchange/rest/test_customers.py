"""Customers and organisations by the API."""

import pytest
from django.utils import timezone
from sandali_client import Problem

from sandali.customers.models import Customer
from tests.exchange.rest.conftest import program_of

pytestmark = pytest.mark.django_db


def test_a_customer_is_written_down_found_changed_and_noted(cast, sara):
    organisation = sara.organisations.create("آوین", website="https://avin.example")
    made = sara.customers.create(name="پروین", email="Parvin@Example.com", phone="۰۹۱۲ ۳۴۵ ۶۷۸۹", organisation=organisation["id"], city="یزد")
    assert [(one["kind"], one["value"]) for one in made["identities"]] == [("email", "parvin@example.com"), ("phone", "+989123456789")]
    found = [sara.customers.known_by(email="PARVIN@example.com"), sara.customers.known_by(phone="09123456789"), next(sara.customers.list(q="پروين"))]
    assert [one["id"] for one in found] == [made["id"]] * 3
    changed = sara.customers.change(made["id"], version=made["version"], stage="lead", organisation=None)
    tag = sara.customers.tag(made["id"], "وفادار")
    sara.customers.note(made["id"], "صبح‌ها زنگ بزنید")
    again = sara.customers.get(made["id"])
    assert (changed["stage"], again["organisation"], again["city"], again["tags"], [one["text"] for one in sara.customers.notes(made["id"])]) == (
        "lead", None, "یزد", [tag], ["صبح‌ها زنگ بزنید"],
    )  # fmt: skip


def test_a_lost_race_overwrites_nothing(cast, sara):
    sara.customers.change(cast.mina.pk, version=1, city="یزد")
    with pytest.raises(Problem) as lost:
        sara.customers.change(cast.mina.pk, version=1, city="قم")
    assert (lost.value.status, lost.value.current, Customer.objects.get(pk=cast.mina.pk).city) == (409, {"id": cast.mina.pk, "version": 2}, "یزد")


def test_the_lists_go_by_cursors(cast, sara):
    made = {sara.customers.create(name=f"همه {number}")["id"] for number in range(7)} | {cast.mina.pk, cast.kaveh.pk}
    assert sorted(one["id"] for one in sara.customers.list(limit=2)) == sorted(made)
    assert sorted(one["id"] for one in sara.customers.list(q="همه", limit=2)) == sorted(made - {cast.mina.pk, cast.kaveh.pk})


def test_a_search_with_a_filter_finds_what_stands_behind_pages_without_any(cast, sara):
    first = sara.customers.create(name="همه", stage="lead")["id"]
    for _ in range(5):
        sara.customers.create(name="همه")
    assert [one["id"] for one in sara.customers.list(q="همه", stage="lead", limit=2)] == [first]


def test_who_may_not_edit_is_told_so(cast):
    executive = program_of(cast.parvaneh)
    with pytest.raises(Problem) as refused:
        executive.customers.change(cast.mina.pk, city="قم")
    assert (refused.value.status, executive.customers.get(cast.mina.pk)["city"]) == (403, "")


def test_an_address_that_is_none_is_said_in_the_programs_language(cast):
    with pytest.raises(Problem) as refused:
        program_of(cast.sara, language="fa").customers.add_identity(cast.mina.pk, "email", "no address")
    assert (refused.value.status, refused.value.title) == (422, "این نشانی ایمیل نیست.")


def test_what_happened_is_told_in_order_and_only_as_far_as_one_may_see(cast, sara):
    from tests.cast import make_case

    hidden, seen = make_case(cast, department=cast.accounting), make_case(cast)
    _old, cursor, _more = sara.events.after(0, limit=200)
    program_of(cast.omid).cases.note(hidden.pk, "!")
    sara.cases.note(seen.pk, "!")
    sara.customers.change(cast.mina.pk, city="قم")
    found, behind, more = sara.events.after(cursor)
    assert ([(one["type"], one["case"], one["customer"]) for one in found], more) == (
        [("note_written", seen.pk, cast.mina.pk), ("customer_edited", None, cast.mina.pk)], False,
    )  # fmt: skip
    assert sara.events.after(behind)[0] == []
    assert timezone.now().isoformat() > found[0]["at"]


def test_somebody_belongs_to_several_organisations_and_an_empty_one_is_removed_and_comes_back(cast, sara):
    first, second = (sara.organisations.create(name)["id"] for name in ("آوین", "زرین"))
    sara.customers.change(cast.mina.pk, version=1, organisation=first, job_title="خریدار")
    row = sara.customers.add_organisation(cast.mina.pk, second, role="مشاور")
    with pytest.raises(Problem) as full:
        sara.organisations.remove(second)
    main = sara.customers.make_organisation_main(cast.mina.pk, row["id"])
    others = [(one["organisation"]["id"], one["role"]) for one in sara.customers.organisations(cast.mina.pk)]
    assert (full.value.status, main["organisation"]["id"], main["job_title"], others) == (422, second, "مشاور", [(first, "خریدار")])
    sara.customers.remove_organisation(cast.mina.pk, sara.customers.organisations(cast.mina.pk)[0]["id"])
    sara.organisations.note(first, "قرارداد")
    tag = sara.organisations.tag(first, "ویژه")
    sara.organisations.remove(first)
    gone = [one["id"] for one in sara.organisations.list()]
    back = sara.organisations.bring_back(first)
    assert (gone, back["tags"], [one["text"] for one in sara.organisations.notes(first)], [one["id"] for one in sara.organisations.list(q="آو")]) == ([second], [tag], ["قرارداد"], [first])


def test_an_address_says_how_it_is_known_and_which_is_the_main_one(cast, sara):
    [mail] = sara.customers.get(cast.mina.pk)["identities"]
    proven = sara.customers.say_theirs(cast.mina.pk, mail["id"])
    main = sara.customers.make_main(cast.mina.pk, mail["id"])
    assert ((mail["proof"], mail["main"]), (proven["proof"], main["main"])) == (("", False), ("said", True))
