"""Which rule fits a new case, and whose turn it is."""

from collections import Counter

import pytest

from sandali.cases.actions.routing import add_rule, move_rule, switch_rule
from sandali.cases.models import Routing, RoutingWay
from sandali.cases.routing import (
    Facts,
    Rule,
    active_rules,
    choose,
    fits,
    hand_of,
    next_in_turn,
    route,
    words_of,
)
from sandali.company.actions import archive_department, deactivate_person
from sandali.company.models import Person
from tests.cast import make_case

LETTER = Facts(7, "Mina@Shop.Example.com", "پيگيري فاكتور", "سلام، می‌خواهم صورت‌حساب را ببینم. My billing question")


def rule(**asked) -> Rule:
    """A rule that asks these things and nothing else."""
    return Rule(**{"pk": 1, "name": "!", "channel": None, "words": (), "sender": "", "language": ""} | asked)


@pytest.mark.parametrize(
    ("asked", "does"),
    [
        ({}, True),
        ({"channel": 7}, True),
        ({"channel": 8}, False),
        ({"words": words_of("فاکتور")}, True),  # Arabic ي and ك in the letter
        ({"words": words_of("صورت حساب")}, True),  # a space where the letter has a half-space
        ({"words": words_of("صورتحساب\nfaktor")}, False),
        ({"words": words_of("میخواهم\nمی خواهم")}, True),
        ({"words": words_of("BILL")}, True),
        ({"words": words_of("ill")}, False),  # inside a word
        ({"words": words_of("سلام می خواهم")}, True),  # a phrase across a comma
        ({"sender": "mina@shop.example.com"}, True),
        ({"sender": "@shop.example.com"}, True),
        ({"sender": "@example.com"}, True),  # a domain below it
        ({"sender": "@ample.com"}, False),
        ({"sender": "na@shop.example.com"}, False),
        ({"language": "fa"}, True),
        ({"language": "en"}, False),
        ({"channel": 7, "words": words_of("فاکتور"), "language": "en"}, False),
    ],
)
def test_a_rule_fits_when_everything_it_asks_holds(asked, does):
    assert fits(rule(**asked), LETTER) is does


def test_a_language_that_is_known_is_not_guessed():
    assert fits(rule(language="en"), Facts(1, "", "سلام", "سلام", "en")) is True


def test_lines_without_a_word_are_no_words():
    assert words_of("  \nفاكتور\n،\nفاکتور\n") == ("فاکتور",)


@pytest.mark.django_db
def test_the_first_rule_that_is_on_decides(cast):
    first = add_rule(by=cast.admin, name="first", words="فاکتور", kind="request")
    second = add_rule(by=cast.admin, name="second", sender="@example.com", kind="question")
    assert route(LETTER).pk == first.pk
    move_rule(second, by=cast.admin, up=True)
    assert route(LETTER).pk == second.pk
    switch_rule(second, by=cast.admin, on=False)
    assert route(LETTER).pk == first.pk
    assert route(Facts(1, "x@y.z", "", "")) is None


@pytest.mark.django_db
def test_all_rules_are_one_query(cast, django_assert_num_queries):
    for number in range(4):
        add_rule(by=cast.admin, name=str(number), words="فاکتور", department=cast.support, person=cast.sara)
    with django_assert_num_queries(1):
        assert len(active_rules()) == 4


@pytest.mark.django_db
def test_a_rule_sends_nothing_to_who_left_nor_to_a_department_put_away(cast):
    add_rule(by=cast.admin, name="!", words="فاکتور", department=cast.accounting, person=cast.omid, kind="request")
    archive_department(cast.accounting, by=cast.admin)
    deactivate_person(cast.omid, by=cast.admin)
    [found] = active_rules()
    assert (found.department, found.person, found.kind) == (None, None, "request")


@pytest.mark.parametrize(("people", "last", "chosen"), [([3, 1, 2], None, 1), ([3, 1, 2], 1, 2), ([1, 2, 3], 3, 1), ([1, 3], 2, 3), ([1], 1, 1), ([1, 2], 9, 1)])
def test_the_turn_goes_round(people, last, chosen):
    assert next_in_turn(people, last) == chosen


def test_the_least_in_hand_and_then_the_turn():
    load = Counter({1: 2, 2: 1, 3: 1})
    assert [choose(RoutingWay.LEAST, [1, 2, 3], load, last) for last in (None, 2, 3)] == [2, 3, 2]
    assert choose(RoutingWay.TURN, [1, 2, 3], load, 3) == 1


@pytest.mark.django_db
def test_what_somebody_has_in_hand_is_said_where_cases_are_given_out(cast, client):
    make_case(cast, assignee=cast.sara)
    make_case(cast, assignee=cast.sara, aside="spam")
    make_case(cast, assignee=cast.sara, state="answered", waiting_since=None)
    assert hand_of(cast.sara) is None
    Routing.objects.create(department=cast.support, way="turn", ceiling=12)
    assert (hand_of(cast.sara).count, hand_of(cast.sara).ceiling, hand_of(cast.omid)) == (1, 12, None)
    Person.objects.filter(pk=cast.sara.pk).update(language="en")
    client.force_login(cast.sara)
    assert "1 of 12 cases in hand." in client.get("/me/").content.decode()
