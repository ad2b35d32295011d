"""Rows that look like somebody here, and rows that somebody decides on one by one: what a trial says is what the run does."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali import bringing
from sandali.customers.duplicates.keys import write_keys
from sandali.customers.duplicates.scanning import highest_number
from sandali.customers.models import Customer, DuplicateRules, LikelyPair
from sandali.history.queue import drain
from sandali.transfer import actions, work
from sandali.transfer.models import Import, ImportLine, Outcome
from sandali.transfer.taking import looking

pytestmark = pytest.mark.django_db

# Mina is here (مینا کریمی, mina@example.com): the first row is her by her address, the second sounds like her and has her mailbox written
# otherwise, the third is nobody's double.
FILE = "name,email,phone,city\nM. K.,mina@example.com,,Qom\nMina Karimi,mina+shop@example.com,09121230000,Yazd\nBehrouz Vossoughi,b@example.net,09121230001,\n"


@pytest.fixture
def mina(cast) -> Customer:
    write_keys([cast.mina.pk, cast.kaveh.pk])
    return cast.mina


def tried(cast, text: str = FILE, **plan) -> Import:
    one = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.admin)
    standing = {"subject": one.subject, "plan": one.plan, "known": one.known, "unreadable": one.unreadable, "source": one.source}
    one = actions.change_plan(one, **standing | plan)
    actions.check_import(one)
    drain()
    one.refresh_from_db()
    return one


def run(cast, one: Import) -> Import:
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    return one


def told(one: Import) -> list[tuple[int, str, int | None]]:
    return list(one.lines.order_by("row").values_list("line", "outcome", "number"))


@pytest.mark.practice("P03")
@pytest.mark.reliability("K2")
def test_who_looks_like_somebody_is_told_with_evidence_brought_in_and_put_on_the_list_and_never_merged(cast, mina):
    one = tried(cast)
    assert (one.counts, LikelyPair.objects.count()) == ({"known": 1, "made": 2, "alike": 1}, 0)
    assert told(one) == [(2, Outcome.MET, mina.pk), (3, Outcome.ALIKE, mina.pk)]
    line = one.lines.get(outcome=Outcome.ALIKE)
    assert (line.said, "same_mail" in {code for code, *_rest in line.evidence}, line.percent > 50) == ("Mina Karimi · mina+shop@example.com · 09121230000", True, True)
    one = run(cast, one)
    assert one.counts == {"known": 1, "made": 2, "alike": 1, "filled": 1}
    made = Customer.objects.get(name="Mina Karimi")
    assert (made.merged_into, told(one)) == (None, [(3, Outcome.ALIKE, mina.pk)])
    assert list(LikelyPair.objects.values_list("one", "other", "verdict")) == [(mina.pk, made.pk, "open")]
    assert LikelyPair.objects.get().evidence == line.evidence
    actions.undo_import(one)
    drain()
    assert (LikelyPair.objects.count(), Customer.objects.filter(name="Mina Karimi").exists()) == (0, False)


@pytest.mark.practice("P03")
def test_of_a_large_file_they_are_looked_for_once_it_is_in(cast, mina, monkeypatch):
    monkeypatch.setattr(work, "LARGE", 1)
    monkeypatch.setattr(work, "batches_ahead", work.batches_of)  # by a child: tests/transfer/test_ahead.py
    DuplicateRules.objects.update(looked_to=highest_number())
    one = run(cast, tried(cast))
    made = Customer.objects.get(name="Mina Karimi")
    assert (one.counts, told(one)) == ({"known": 1, "made": 2, "filled": 1}, [])
    assert list(LikelyPair.objects.values_list("one", "other", "verdict")) == [(mina.pk, made.pk, "open")]


@pytest.mark.practice("P03")
def test_by_choice_they_are_set_aside_into_the_file_of_rows_not_taken_with_whom_they_resemble(cast, mina):
    one = run(cast, tried(cast, alike="aside"))
    assert one.counts == {"known": 1, "made": 1, "aside": 1, "filled": 1}
    assert (Customer.objects.filter(name="Mina Karimi").count(), LikelyPair.objects.count()) == (0, 0)
    line = one.lines.get()
    assert (line.outcome, line.number, str(mina) in line.reason) == (Outcome.ASIDE, mina.pk, True)


@pytest.mark.reliability("K2")
def test_the_rows_of_the_file_are_no_evidence_against_each_other_so_that_the_run_says_what_the_trial_said(cast, mina, monkeypatch):
    """Batch after batch the names of the file become common here; what is compared is who was here before."""
    monkeypatch.setattr(work, "BATCH", 2)
    many = "name,email\n" + "".join(f"Mina Karimi,mina+{number}@example.com\n" for number in range(12))
    one = tried(cast, many)
    before = [(line.line, line.percent, line.evidence) for line in one.lines.all()]
    counted = one.counts
    one = run(cast, one)
    assert (one.counts, [(line.line, line.percent, line.evidence) for line in one.lines.all()]) == (counted, before)
    assert (len(before), {pair.one_id for pair in LikelyPair.objects.all()}) == (12, {mina.pk})


@pytest.mark.practice("P03")
def test_single_rows_are_decided_on_after_a_trial_and_the_report_says_so(cast, mina):
    one = tried(cast)
    assert actions.decide_rows(one, {0: "leave", 1: "them", 2: "aside"}) == 2  # the third is not of that kind
    one.refresh_from_db()
    one = run(cast, one)
    mina.refresh_from_db()
    assert (one.counts, mina.city) == ({"known": 2, "chosen": 2, "made": 1, "filled": 1}, "Yazd")
    assert sorted(mina.identities.values_list("value", flat=True)) == ["+989121230000", "mina+shop@example.com", "mina@example.com"]
    assert told(one) == [(2, Outcome.CHOSEN, mina.pk), (3, Outcome.CHOSEN, mina.pk)]
    actions.undo_import(one)
    drain()
    mina.refresh_from_db()
    assert (mina.city, mina.identities.count(), Customer.objects.filter(name="Behrouz Vossoughi").exists()) == ("", 1, False)


def test_a_decision_is_kept_by_another_trial_taken_back_by_none_and_lost_when_columns_mean_something_else(cast, mina):
    one = tried(cast)
    actions.decide_rows(one, {0: "list", 1: "aside"})
    actions.check_import(one)
    drain()
    one.refresh_from_db()
    assert (one.counts, told(one)) == ({"known": 1, "chosen": 2, "aside": 1, "made": 1}, [(2, Outcome.KNOWN, mina.pk), (3, Outcome.ASIDE, mina.pk)])
    actions.decide_rows(one, {0: "", 1: "fill"})  # "fill" is no choice for somebody who only looks alike
    one.refresh_from_db()
    assert one.chosen == {"1": ["aside", 0]}
    one = actions.change_plan(one, subject=one.subject, plan=["name", "email", "phone", ""], known="fill", unreadable="aside", source=one.source)
    assert one.chosen == {}
    with pytest.raises(actions.NotNow):
        actions.decide_rows(one, {0: "leave"})


def test_looking_asks_as_often_for_one_row_as_for_many(cast, mina):
    """By batch, never by row."""
    many = [f"Mina Karimi,mina+{number}@example.com" for number in range(9)]
    asked = []
    for rows in (many[:1], many):
        one = actions.begin_import(BytesIO("\n".join(["name,email", *rows]).encode()), name="x.csv", by=cast.admin)
        one.here_before = mina.pk + cast.kaveh.pk
        look, drafts = looking.look_for(one), next(work.batches(one, work.table_of(one)))
        with CaptureQueriesContext(connection) as queries:
            looking.mark(drafts, look, one)
        asked.append(len(queries))
        assert [draft.likes[0][0] for draft in drafts] == [mina.pk] * len(rows)
    assert asked == [asked[0]] * 2


def test_a_trial_lists_so_many_rows_to_decide_on_and_counts_the_others(cast, mina, monkeypatch):
    monkeypatch.setattr(work, "MOST_CHOSEN", 1)
    one = tried(cast, FILE + "Bad,no address,,\n")
    assert (one.counts, told(one)) == ({"wrong": 1, "known": 1, "made": 2, "alike": 1}, [(2, Outcome.MET, mina.pk), (5, Outcome.WRONG, None)])


def test_the_command_line_says_who_looks_like_whom_and_takes_decisions_by_line(cast, mina, tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_text(FILE)
    assert bringing.main([str(path), "--alike", "aside", "--decide", "2=leave", "--decide", "3=them"]) == 0
    mina.refresh_from_db()
    assert (mina.city, ImportLine.objects.filter(outcome=Outcome.CHOSEN).count()) == ("Yazd", 2)
    assert "2 chosen" in capsys.readouterr().out
