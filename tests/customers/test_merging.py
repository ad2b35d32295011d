"""Putting records together and setting them apart again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sandali.cases.models import Case, Message
from sandali.company.permissions import NotAllowed
from sandali.customers.access import access_customer, customers_for
from sandali.customers.actions import (
    add_customer,
    add_identity,
    claim_identity,
    edit_customer,
    find_customer,
    recognise,
    tag_customer,
    write_customer_note,
)
from sandali.customers.carrying import model_of
from sandali.customers.contact import known_of, wishes_of
from sandali.customers.merging import (
    CHOSEN,
    FOLLOWS,
    OWN,
    CannotMerge,
    carry_late,
    counted_by_column,
    merge_customers,
    mergings_of,
    unmerge_customers,
)
from sandali.customers.models import Consent, Customer, Given, Identity, LikelyPair, Merging
from sandali.customers.search import find_customers
from sandali.customers.wishing import keep_wishes, say_consent
from sandali.history import queue
from sandali.history.models import Event, Notice
from tests.cast import make_case

ELSEWHERE = {"customers.KeysOf", "customers.LikenessKey", "customers.Merging"}  # derived, and the merges themselves


def of_a_customer(field: models.Field) -> bool:
    """Whether a column says whose something is: a key to a customer, or a plain number that is called so."""
    return field.related_model is Customer if field.is_relation else field.attname in ("customer", "customer_id", "claimed_by")


@pytest.mark.practice("P03")
def test_every_column_that_belongs_to_a_customer_says_whether_it_goes_along():
    columns = {
        f"{model._meta.label}.{field.attname}" for model in apps.get_models() for field in model._meta.concrete_fields if of_a_customer(field)
    }
    assert set(settings.CUSTOMER_COLUMNS) == columns


def test_every_column_of_a_customer_is_chosen_follows_or_says_where_they_live():
    assert {field.attname for field in Customer._meta.concrete_fields} == {*CHOSEN, *FOLLOWS, *OWN}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables in which a customer stands, and the customers with their tags; without versions, which only go up."""
    found = {}
    for label in sorted({column.rpartition(".")[0] for column in settings.CUSTOMER_COLUMNS} - ELSEWHERE - {"history.Event"}):
        found[label] = list(apps.get_model(label)._default_manager.order_by("pk").values())
    for row in found["customers.Customer"]:
        row.pop("version")
    found["tags"] = list(Customer.tags.through.objects.order_by("customer_id", "tag_id").values("customer_id", "tag_id"))
    return found


def two(cast) -> tuple[Customer, Customer]:
    """Mina twice: by her mail, with a case, and by her telephone, with another."""
    twin = add_customer(by=cast.sara, name="Mina Karimi", identities=[("phone", "09121234567")], city="شیراز", job_title="مدیر خرید")
    return cast.mina, twin


@pytest.mark.practice("P03")
def test_everything_goes_along_and_what_was_chosen_holds(cast):
    mina, twin = two(cast)
    mine, theirs = make_case(cast, customer=mina), make_case(cast, customer=twin, assignee=cast.reza)
    tag_customer(twin, "VIP", by=cast.sara)
    note = write_customer_note(twin, "زنگ نزنید", by=cast.sara)
    merge_customers(twin, mina, by=cast.nahid, take=["city", "job_title"])
    mina, twin = Customer.objects.get(pk=mina.pk), Customer.objects.get(pk=twin.pk)
    assert (mina.name, mina.city, mina.job_title, mina.took_in, twin.merged_into) == ("مینا کریمی", "شیراز", "مدیر خرید", True, mina)
    assert sorted(Case.objects.filter(customer=mina).values_list("pk", flat=True)) == [mine.pk, theirs.pk]
    assert set(Message.objects.values_list("customer", flat=True)) == {mina.pk}
    assert [str(one) for one in mina.identities.all()] == ["mina@example.com", "09121234567"]
    assert [tag.name for tag in mina.tags.all()] == ["VIP"]
    note.refresh_from_db()
    assert note.customer == mina
    assert find_customer("phone", "+989121234567") == mina
    assert (find_customers("شیراز"), find_customers("09121234567")) == ([mina.pk], [mina.pk])


@pytest.mark.practice("P03")
def test_setting_apart_restores_every_row_as_it_was(cast):
    mina, twin = two(cast)
    make_case(cast, customer=mina)
    make_case(cast, customer=twin)
    for one, way in ((mina, "email"), (twin, "phone")):
        tag_customer(one, way, by=cast.sara)
        keep_wishes(one, by=cast.sara, version=0, never=[way], called=one.name)
        say_consent(one, "survey", is_given=way == "email", how=Given.SAID, by=cast.sara, words="!")
    before = everything()
    made = merge_customers(twin, mina, by=cast.nahid, take=CHOSEN)
    assert everything() != before
    unmerge_customers(made, by=cast.nahid)
    assert everything() == before


def test_what_came_or_was_changed_since_stays_as_it_is(cast):
    mina, twin = two(cast)
    old = make_case(cast, customer=twin)
    made = merge_customers(twin, mina, by=cast.nahid, take=["city"])
    new = make_case(cast, customer=Customer.objects.get(pk=mina.pk))
    current = Customer.objects.get(pk=mina.pk)
    edit_customer(current, by=cast.sara, version=current.version, city="قم")
    unmerge_customers(made, by=cast.nahid)
    assert (Case.objects.get(pk=old.pk).customer, Case.objects.get(pk=new.pk).customer) == (twin, mina)
    assert list(Customer.objects.order_by("pk").values_list("city", flat=True)) == ["قم", "", "شیراز"]


@pytest.mark.reliability("I10")
def test_old_numbers_lead_on_and_the_old_record_is_in_no_list(cast):
    mina, twin = two(cast)
    made = merge_customers(twin, mina, by=cast.nahid)
    assert access_customer(cast.sara, twin.pk) == mina
    assert list(customers_for(cast.sara).order_by("pk")) == [mina, cast.kaveh]
    unmerge_customers(made, by=cast.nahid)
    assert access_customer(cast.sara, twin.pk) == twin


def test_merging_is_a_right_of_its_own(cast):
    assert access_customer(cast.nahid, cast.mina.pk, to="merge") == cast.mina
    with pytest.raises(NotAllowed):
        access_customer(cast.sara, cast.mina.pk, to="merge")


@pytest.mark.practice("P03")
def test_events_of_both_records_stay_where_they_were_written(cast):
    mina, twin = two(cast)
    before = list(Event.objects.order_by("pk").values("pk", "kind", "customer_id", "case_id", "data"))
    made = merge_customers(twin, mina, by=cast.nahid)
    unmerge_customers(made, by=cast.nahid)
    after = list(Event.objects.order_by("pk").values("pk", "kind", "customer_id", "case_id", "data"))
    assert after[: len(before)] == before
    assert [(one["kind"], one["customer_id"]) for one in after[len(before) :]] == [("customers_merged", mina.pk), ("customers_unmerged", mina.pk)]


def sentence_of(source: Customer, target: Customer, by: Any) -> str:
    """Why two records cannot be put together."""
    with pytest.raises(CannotMerge) as why:
        merge_customers(source, target, by=by)
    return str(why.value)


def test_in_a_ring_with_oneself_and_twice_are_refused_with_a_sentence(cast):
    mina, twin = two(cast)
    assert sentence_of(mina, mina, cast.nahid) == "این خودِ همان مشتری است."
    merge_customers(twin, mina, by=cast.nahid)
    said = "Nahid در این فاصله کارت Mina Karimi را با کارت مینا کریمی یکی کرده است."
    assert [sentence_of(mina, twin, cast.admin), sentence_of(twin, mina, cast.admin), sentence_of(twin, cast.kaveh, cast.admin)] == [said] * 3
    assert Merging.objects.count() == 1


def test_undone_twice_says_who_was_faster(cast):
    mina, twin = two(cast)
    made = merge_customers(twin, mina, by=cast.nahid)
    unmerge_customers(made, by=cast.admin)
    with pytest.raises(CannotMerge) as why:
        unmerge_customers(made, by=cast.nahid)
    assert str(why.value) == "Ladan در این فاصله این دو کارت را از هم جدا کرده است."


@pytest.mark.practice("P03")
def test_the_stricter_word_holds_and_both_are_kept(cast):
    mina, twin = two(cast)
    say_consent(twin, "survey", is_given=False, how=Given.SAID, by=cast.sara, words="نه")
    say_consent(mina, "survey", is_given=True, how=Given.SAID, by=cast.sara, words="بله")
    made = merge_customers(twin, mina, by=cast.nahid)
    current = Customer.objects.get(pk=mina.pk)
    assert known_of([current])[mina.pk].agrees("survey", "email") is False
    assert [(one.is_given, one.how, one.words) for one in Consent.objects.filter(customer=mina)] == [
        (False, "merged", ""), (True, "said", "بله"), (False, "said", "نه"),
    ]  # fmt: skip
    unmerge_customers(made, by=cast.nahid)
    rows = known_of(Customer.objects.filter(pk__in=[mina.pk, twin.pk]))
    assert (rows[mina.pk].agrees("survey", "email"), rows[twin.pk].agrees("survey", "email")) == (True, False)


def test_what_one_of_the_two_never_wants_neither_wants(cast):
    mina, twin = two(cast)
    keep_wishes(mina, by=cast.sara, version=0, way="phone", never=["telegram"])
    keep_wishes(twin, by=cast.sara, version=0, never=["phone"], called="خانم کریمی")
    merge_customers(twin, mina, by=cast.nahid)
    wishes = wishes_of(Customer.objects.get(pk=mina.pk))
    assert wishes is not None
    assert (wishes.never, wishes.way, wishes.called) == (["phone", "telegram"], "", "خانم کریمی")


def test_a_claimed_address_goes_along_unless_the_other_has_it(cast):
    mina, twin = two(cast)
    claim_identity(twin, kind="email", value="mina@example.com")
    claim_identity(twin, kind="email", value="other@example.com")
    made = merge_customers(twin, mina, by=cast.nahid)
    theirs = Identity.objects.filter(customer=mina).order_by("value").values_list("value", "claimed_by")
    assert list(theirs) == [("+989121234567", 0), ("mina@example.com", 0), ("other@example.com", mina.pk)]
    assert add_identity(Customer.objects.get(pk=mina.pk), kind="email", value="other@example.com", by=cast.sara).claimed_by == 0
    unmerge_customers(made, by=cast.nahid)
    assert sorted(Identity.objects.filter(customer=twin).values_list("value", "claimed_by")) == [
        ("+989121234567", 0), ("mina@example.com", twin.pk), ("other@example.com", 0),
    ]  # fmt: skip


def test_owners_of_open_cases_that_went_along_hear_of_it(cast):
    mina, twin = two(cast)
    case = make_case(cast, customer=twin, assignee=cast.reza)
    make_case(cast, customer=twin, assignee=cast.omid, state="confirmed", waiting_since=None)
    merge_customers(twin, mina, by=cast.nahid)
    queue.drain()
    told = [(notice.person, notice.event.kind, notice.event.case_id) for notice in Notice.objects.all()]
    assert told == [(cast.reza, "customer_joined", case.pk)]


def test_what_was_still_written_for_the_old_record_goes_after_it(cast):
    mina, twin = two(cast)
    made = merge_customers(twin, mina, by=cast.nahid)
    late = make_case(cast, customer=twin)  # a fetcher had the old row in hand
    Identity.objects.create(customer=twin, kind="email", value="late@example.com", shown="late@example.com")  # as did whoever typed an address
    assert carry_late(made.pk) == 3  # the case, its message and the address
    assert Case.objects.get(pk=late.pk).customer == mina
    assert find_customers("late@example.com") == [mina.pk]
    unmerge_customers(Merging.objects.get(pk=made.pk), by=cast.nahid)
    assert (Case.objects.get(pk=late.pk).customer, carry_late(made.pk)) == (twin, 0)


def test_a_pair_is_put_together_and_open_again(cast):
    mina, twin = two(cast)
    pair = LikelyPair.objects.create(one=mina, other=twin, percent=99)
    made = merge_customers(twin, mina, by=cast.nahid)
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == ("merged", cast.nahid)
    unmerge_customers(made, by=cast.nahid)
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == ("open", None)


def test_a_longer_way_leads_to_who_lives_at_its_end(cast):
    mina, twin = two(cast)
    first = merge_customers(twin, mina, by=cast.nahid)
    merge_customers(mina, cast.kaveh, by=cast.nahid)
    assert access_customer(cast.sara, twin.pk) == cast.kaveh
    assert [one.source for one in mergings_of(cast.kaveh.pk)] == [mina, twin]
    unmerge_customers(first, by=cast.nahid)
    assert (access_customer(cast.sara, twin.pk), access_customer(cast.sara, mina.pk)) == (twin, cast.kaveh)
    assert find_customer("phone", "+989121234567") == twin


def test_what_would_go_along_is_counted(cast):
    mina, twin = two(cast)
    make_case(cast, customer=twin, messages=3)
    assert counted_by_column(twin) == {"customers.Identity.customer_id": 1, "cases.Case.customer_id": 1, "cases.Message.customer_id": 3}
    assert model_of("cases.Case.customer_id") is Case


steps = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4), st.lists(st.sampled_from(CHOSEN), max_size=3)), max_size=12)


@pytest.mark.practice("P03")
class TestAnyOrder(TestCase):
    """Merges and their undoing in any order leave, once all are undone, every row as it was."""

    @classmethod
    def setUpTestData(cls):
        """Five people, once for all examples: each example is rolled back to them."""
        from tests.cast_again import bring_in  # models load only once Django is set up

        cls.cast = bring_in()
        cls.people = [cls.somebody(cls.cast, number) for number in range(5)]

    @given(steps=steps, order=st.randoms(use_true_random=False))
    @how(max_examples=40)
    def test_merged_and_set_apart_in_any_order_every_row_is_as_it_was(self, steps, order):
        """Some are put together, some set apart in between, all set apart in the end."""
        cast, people = self.cast, [Customer.objects.get(pk=one.pk) for one in self.people]
        before = everything()
        for is_merge, one, other, take in steps:
            standing = list(Merging.objects.filter(undone_at=None))
            if not is_merge and standing:
                unmerge_customers(standing[(one * 5 + other) % len(standing)], by=cast.nahid)
                continue
            try:
                merge_customers(people[one], people[other], by=cast.nahid, take=take)
            except CannotMerge:
                continue
        rest = list(Merging.objects.filter(undone_at=None).values_list("pk", flat=True))
        order.shuffle(rest)
        for number in rest:
            unmerge_customers(Merging.objects.get(pk=number), by=cast.nahid)
        assert everything() == before

    @staticmethod
    def somebody(cast: Any, number: int) -> Customer:
        """A customer with something of everything, some of it shared with others."""
        at = timezone.now() - timedelta(days=number)
        who = recognise("email", f"p{number}@example.com", name=f"نام {number}", at=at)
        Customer.objects.filter(pk=who.pk).update(city="تهران" if number % 2 else "", job_title=f"کار {number}")
        who = Customer.objects.get(pk=who.pk)
        for tag in {f"t{number % 2}", "all", f"t{number}"}:
            tag_customer(who, tag, by=cast.sara)
        claim_identity(who, kind="email", value=f"p{(number + 1) % 5}@example.com")
        claim_identity(who, kind="phone", value="09121112233")
        make_case(cast, customer=who)
        if number != 3:
            keep_wishes(who, by=cast.sara, version=0, never=["phone"] if number == 1 else [f"way{number}"], called="" if number % 2 else f"خانم {number}")
        say_consent(who, "survey", is_given=bool(number % 2), how=Given.SAID, by=cast.sara, words="!")
        return Customer.objects.get(pk=who.pk)
