"""The list of pairs, the look through the base, and the thresholds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.customers.actions import recognise
from sandali.customers.duplicates.likeness import rules
from sandali.customers.models import DuplicateScan, LikelyPair
from sandali.history import queue


@pytest.mark.practice("P03")
def test_a_pair_stands_with_its_evidence_in_words(nahid, cast, pair):
    [card] = nahid.get("/customers/duplicates/").context["pairs"]
    assert (card.words, card.tone) == ("Most likely one person: 97%", "warn")
    assert [(one.text, one.is_for) for one in card.evidence] == [("The same name: \u2068کریمی\u2069", True), ("The same name: \u2068مینا\u2069", True)]
    assert card.compare_url == f"/customers/{cast.mina.pk}/merging/?with={pair.other_id}"


def test_evidence_is_shown_as_it_is_written_and_not_as_it_was_compared(nahid, cast, pair):
    """What is compared is folded: «آبان» would stand there as «ابان»."""
    cast.mina.city = "آبان"
    cast.mina.save(update_fields=["city"])
    pair.evidence = [["same_city", 3.0, "ابان", "ابان"]]
    pair.save(update_fields=["evidence"])
    [card] = nahid.get("/customers/duplicates/").context["pairs"]
    assert [one.text for one in card.evidence] == ["The same city: \u2068آبان\u2069"]


@pytest.mark.practice("P03")
def test_two_people_are_noted_with_who_said_so_and_no_scan_asks_again(nahid, cast, pair):
    nahid.post(f"/customers/{cast.mina.pk}/apart/", {"with": pair.other_id})
    nahid.post("/customers/duplicates/scans/")
    queue.drain()
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == ("apart", cast.nahid)
    assert nahid.get("/customers/duplicates/").context["pairs"] == []
    [card] = nahid.get("/customers/duplicates/?show=apart").context["pairs"]
    assert card.who == "Nahid"
    nahid.post(f"/customers/duplicates/{pair.pk}/reopening/")
    assert len(nahid.get("/customers/duplicates/").context["pairs"]) == 1


def test_a_scan_is_begun_once_shown_while_it_runs_and_stopped(nahid, cast):
    nahid.post("/customers/duplicates/scans/")
    nahid.post("/customers/duplicates/scans/")
    scan = DuplicateScan.objects.get()
    part = nahid.get("/customers/duplicates/", headers={"HX-Request": "true", "HX-Target": "section#duplicate-scan"}).content.decode()
    assert 'hx-trigger="every 3s"' in part
    nahid.post(f"/customers/duplicates/scans/{scan.pk}/stopping/")
    queue.drain()
    scan.refresh_from_db()
    assert (scan.running, scan.stopped_by, scan.seen) == (None, cast.nahid, 0)


def test_the_list_asks_as_often_for_three_pairs_as_for_one(nahid, cast, pair):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            nahid.get("/customers/duplicates/")
        return len([query for query in queries if "customers_" in query["sql"]])

    asked()
    for_one = asked()
    for number in range(2):
        other = recognise("email", f"{number}@example.com", name=f"نام {number}")
        LikelyPair.objects.create(one=cast.kaveh, other=other, percent=70)
    assert asked() == for_one


def test_the_list_goes_on_below_its_last_row(nahid, cast):
    for number in range(23):
        other = recognise("email", f"{number}@example.com", name=f"نام {number}")
        LikelyPair.objects.create(one=cast.mina, other=other, percent=60 + number % 3)
    first = nahid.get("/customers/duplicates/")
    second = nahid.get(first.context["more"])
    numbers = [card.pk for card in [*first.context["pairs"], *second.context["pairs"]]]
    assert (len(first.context["pairs"]), len(numbers), len(set(numbers)), second.context["more"]) == (20, 23, 23, "")


def test_thresholds_are_written_in_any_digits_and_what_is_none_is_said_so(nahid, pair):
    assert nahid.post("/customers/duplicates/rules/", {"shown_from": "۹۸٪", "likely_from": "۹۹", "was": "1"}).status_code == 303
    assert (rules().shown_from, rules().likely_from) == (98, 99)
    assert nahid.get("/customers/duplicates/").context["pairs"] == []
    wrong = nahid.post("/customers/duplicates/rules/", {"shown_from": "90", "likely_from": "80", "was": "2"})
    assert (wrong.status_code, wrong.context["form"].errors["likely_from"]) == (
        422, ["This cannot be less than the percent from which pairs are shown."],
    )  # fmt: skip
    few = nahid.post("/customers/duplicates/rules/", {"shown_from": "3", "likely_from": "80", "was": "2"})
    assert few.context["form"].errors["shown_from"] == ["Please write a number from 30 to 99."]
    late = nahid.post("/customers/duplicates/rules/", {"shown_from": "60", "likely_from": "80", "was": "1"})
    assert (late.status_code, rules().shown_from) == (409, 98)
