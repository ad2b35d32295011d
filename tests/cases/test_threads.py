"""Which case a message belongs to (RELIABILITY C)."""

import pytest

from sandali.cases.models import Message
from sandali.cases.threads import case_of_message_id, case_of_token, find_case, new_message_id, reply_token
from sandali.channels.adapter import Incoming, Party
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def letter(**facts):
    return Incoming(sender=Party("email", "mina@example.com", "مینا"), **facts)


def rule_of(found):
    return found and (found.case.pk, found.rule)


@pytest.mark.reliability("C1")
def test_our_reply_address_finds_the_case_whatever_the_subject_says(cast):
    case = make_case(cast)
    address = f"support+{reply_token(case)}@simorgh.example"
    changed = letter(subject="چیز دیگری", delivered_to=(address,))
    in_the_head = letter(subject="Fwd: x", to=(Party("email", address),))
    assert [rule_of(find_case(one, cast.mina)) for one in (changed, in_the_head)] == [(case.pk, "address")] * 2


@pytest.mark.reliability("C1")
def test_a_reference_to_our_message_finds_the_case_also_for_somebody_else(cast):
    case = make_case(cast)
    incoming = letter(references=("unknown@elsewhere", new_message_id(case, "simorgh.example")))
    assert rule_of(find_case(incoming, cast.kaveh)) == (case.pk, "reference")


def test_a_forged_mark_finds_nothing(cast):
    one, other = make_case(cast), make_case(cast)
    mark = reply_token(one).partition(".")[2]
    forged = [f"{other.pk}.{mark}", f"{one.pk}.{mark[:-1]}{'a' if mark[-1] != 'a' else 'b'}", f"{one.pk}.", "1.2.3", "", "x" * 3000]
    assert [case_of_token(token) for token in forged] == [None] * len(forged)
    whole = new_message_id(one, "simorgh.example")
    assert case_of_message_id(whole) == one.pk
    assert case_of_message_id(whole.replace(f"t.{one.pk}.", f"t.{other.pk}.")) is None


def test_a_mark_holds_in_capitals_too_because_mail_servers_change_case(cast):
    case = make_case(cast)
    assert case_of_token(reply_token(case).upper()) == case.pk
    assert case_of_message_id(new_message_id(case, "Simorgh.example").upper()) == case.pk


def test_an_id_without_a_mark_counts_only_for_who_takes_part_already(cast):
    case = make_case(cast)
    known = Message.objects.get(case=case).external_id
    assert rule_of(find_case(letter(references=(known,)), cast.mina)) == (case.pk, "same-customer")
    assert find_case(letter(references=(known,)), cast.kaveh) is None
    assert find_case(letter(references=(known,)), None) is None


def test_a_number_in_the_subject_proves_nothing(cast):
    case = make_case(cast)
    assert find_case(letter(subject=f"Re: [#{case.pk}] سفارش"), cast.mina) is None
