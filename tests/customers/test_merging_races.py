"""Records that are put together while something else happens to them: two at once, a chain, a mail, the way back."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.db.models import F

from sandali.cases.actions import receive
from sandali.cases.models import Case, Message
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.customers.actions import add_identity, recognise, write_customer_note
from sandali.customers.merging import CannotMerge, carry_late, merge_customers, unmerge_customers
from sandali.customers.models import Customer, CustomerNote, Identity, LikenessKey, Merging

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.practice("P03")]
ROUNDS = 6


def at_once(*acts):
    """Run them at the same moment; what each returned, or the sentence it was refused with."""
    start, ended = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait()
        try:
            ended[place] = act()
        except CannotMerge as why:
            ended[place] = str(why)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    return ended


def people(number: int, count: int) -> list[Customer]:
    """So many customers with an address each."""
    return [recognise("email", f"p{number}x{place}@example.com", name=f"سارا {number} {place}") for place in range(count)]


def in_order() -> None:
    """What always holds: who lives in another record lives in one that is nobody's part, has no keys, and nothing stands with it."""
    parts = Customer.objects.exclude(merged_into=None)
    assert not parts.exclude(merged_into__merged_into=None).exists()
    standing = Merging.objects.filter(undone_at=None)
    assert set(parts.values_list("pk", flat=True)) == set(standing.values_list("source", flat=True))
    assert not LikenessKey.objects.filter(customer__in=parts.values("pk")).exists()
    assert not Identity.objects.filter(customer__in=parts.values("pk"), claimed_by=0).exists()
    assert not Case.objects.filter(customer__in=parts.values("pk")).exists()


@pytest.mark.parametrize("crossed", [False, True], ids=["the same way", "each into the other"])
def test_of_two_who_put_the_same_pair_together_one_is_first_and_the_other_reads_so(cast, crossed):
    for number in range(ROUNDS):
        one, other = people(number, 2)
        second = (other, one) if crossed else (one, other)
        ended = at_once(lambda one=one, other=other: merge_customers(one, other, by=cast.nahid), lambda pair=second: merge_customers(*pair, by=cast.admin))
        assert sorted(type(each).__name__ for each in ended) == ["Merging", "str"]
        assert any(name in next(each for each in ended if isinstance(each, str)) for name in (cast.nahid.name, cast.admin.name))
    assert Merging.objects.count() == ROUNDS
    in_order()


def test_one_goes_into_another_that_goes_on_at_the_same_moment(cast):
    for number in range(ROUNDS):
        first, second, third = people(number, 3)
        ended = at_once(lambda a=first, b=second: merge_customers(a, b, by=cast.nahid), lambda b=second, c=third: merge_customers(b, c, by=cast.admin))
        lives = dict(Customer.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "merged_into"))
        # Either both went, and the first lives where the second does; or the second had gone, and whoever was later reads so.
        assert (isinstance(ended[0], Merging), lives[first.pk]) in ((True, third.pk), (False, None))
        assert (isinstance(ended[1], Merging), lives[second.pk]) == (True, third.pk)
    in_order()


def test_a_mail_of_somebody_whose_record_goes_is_in_the_record_that_lives_on(cast):
    for number in range(ROUNDS):
        goes, stays = people(number, 2)
        arrival = store_arrival(cast.channel, f"race {number}".encode(), source="pipe")[0]
        incoming = Incoming(sender=Party("email", f"p{number}x0@example.com"), text="سلام", external_id=f"race{number}@x")
        made, message = at_once(
            lambda one=goes, other=stays: merge_customers(one, other, by=cast.nahid), lambda mail=incoming, arrival=arrival: receive(mail, [], arrival)
        )
        carry_late(made.pk)  # as its job does, once whoever had the old record in hand has written
        said = Message.objects.select_related("case").get(pk=message.pk)
        assert (said.customer_id, said.case.customer_id) == (stays.pk, stays.pk)
        assert Customer.objects.get(identities__value=f"p{number}x0@example.com") == stays
    in_order()


def test_what_is_added_while_two_records_are_set_apart_is_at_one_of_them_and_nothing_is_lost(cast):
    for number in range(ROUNDS):
        goes, stays = people(number, 2)
        made = merge_customers(goes, stays, by=cast.nahid)
        at_once(
            lambda made=made: unmerge_customers(made, by=cast.nahid),
            lambda stays=stays, number=number: add_identity(stays, kind="email", value=f"new{number}@example.com", by=cast.sara),
            lambda stays=stays: write_customer_note(stays, "زنگ زد", by=cast.sara),
        )
        known = dict(Identity.objects.filter(customer__in=[goes.pk, stays.pk]).values_list("value", "customer"))
        assert known == {f"p{number}x0@example.com": goes.pk, f"p{number}x1@example.com": stays.pk, f"new{number}@example.com": stays.pk}
        assert CustomerNote.objects.filter(customer=stays).count() == 1
    assert not Merging.objects.filter(undone_at=None).exists()
    assert not Identity.objects.exclude(claimed_by=0).exclude(claimed_by=F("customer")).exists()
    in_order()
