"""How many may hear of it: a sum of assumptions, each part with its reason."""

import pytest
from django.utils import translation

from sandali.resolution.reach.estimate import Assumptions, estimate, mood_of

ASSUMED = Assumptions()


@pytest.mark.practice("P16")
@pytest.mark.parametrize(
    ("mood", "known", "parts"),
    [
        ("happy", {}, [("happy", 8)]),
        ("unhappy", {}, [("unhappy", 21)]),
        ("unhappy", {"public": "network"}, [("unhappy", 21), ("networks", 1293)]),
        ("unhappy", {"public": "site"}, [("unhappy", 21), ("web", 6000)]),
        ("unhappy", {"public": "news", "colleagues": 4}, [("unhappy", 21), ("web", 6000), ("colleagues", 4)]),
        ("unhappy", {"public": "network", "followers": 50_000}, [("unhappy", 21), ("followers", 50_000)]),
        ("unhappy", {"followers": 300}, [("unhappy", 21), ("followers", 300)]),
        ("unhappy", {"public": "network", "followers": 0}, [("unhappy", 21), ("networks", 1293)]),
        ("", {"public": "network", "followers": 9}, []),
    ],
)
def test_the_sum_is_made_of_what_is_assumed_and_what_is_known(mood, known, parts):
    found = estimate(mood, ASSUMED, **known)
    assert ([(part.code, part.people) for part in found.parts], found.people) == (parts, sum(people for _code, people in parts))


def test_what_the_company_assumes_is_used():
    found = estimate("unhappy", Assumptions(unhappy=10, networks=0), public="network")
    assert [(part.code, part.people) for part in found.parts] == [("unhappy", 10)]


def test_a_complaint_and_what_was_said_in_public_are_unhappy_praise_is_happy_and_a_question_is_neither():
    assert [mood_of(*one) for one in (("complaint", False), ("question", True), ("praise", True), ("question", False), ("", False))] == [
        "unhappy", "unhappy", "happy", "", "",
    ]  # fmt: skip


def test_it_says_its_formula_in_words():
    with translation.override("en"):
        found = estimate("unhappy", ASSUMED, public="network")
        assert (found.words, [part.words for part in found.parts]) == (
            "about 1,314 people may hear of it",
            ["21 people in person, because they are unhappy", "1,293 people through networks, because the matter is public"],
        )
