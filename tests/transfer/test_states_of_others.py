"""States of old cases: read by the words of other programs, at rest unless somebody wants the open ones as open, and never confirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest

from sandali.cases.models import Case, State, Wait
from sandali.channels.models import Delivery
from sandali.history.models import Notice
from sandali.history.queue import drain
from sandali.resolution.models import Clock
from sandali.resolution.standards.settling import settle
from sandali.transfer import actions
from sandali.transfer.drafts import OPEN, OVER, STATES, spelled_state
from sandali.transfer.models import Import, Outcome

pytestmark = pytest.mark.django_db

FILE = "شناسه,ایمیل مشتری,موضوع,وضعیت,تاریخ ثبت\n1,a@example.net,میز,در حال بررسی,1402/05/01\n2,a@example.net,صندلی,بسته‌شده,1402/05/02\n3,a@example.net,تخت,confirmed,1402/05/03\n"


def brought(cast, **plan) -> Import:
    one = actions.begin_import(BytesIO(FILE.encode()), name="x.csv", by=cast.admin)
    guessed = actions.change_plan(one, subject="cases", plan=one.plan, known="fill", unreadable="aside", source=one.source)
    assert guessed.plan == ["key", "email", "subject", "state", "created_at"]
    one = actions.change_plan(one, subject="cases", plan=guessed.plan, known="fill", unreadable="aside", source=one.source, **plan)
    actions.check_import(one)
    drain()
    one.refresh_from_db()
    tried = one.counts
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert one.counts == tried | {"customers": 1}
    return one


@pytest.mark.practice("P03")
def test_open_cases_come_as_open_into_the_department_that_was_chosen_and_no_clock_runs(cast):
    before = Notice.objects.count()
    one = brought(cast, open_in=cast.accounting.pk)
    cases = list(Case.objects.filter(opened_at__year=2023).order_by("opened_at"))
    assert [(case.subject, case.state, case.department) for case in cases] == [
        ("میز", State.OPEN, cast.accounting), ("صندلی", State.ANSWERED, None), ("تخت", State.ANSWERED, None),
    ]  # fmt: skip
    assert (one.counts["made"], one.counts["open"], list(one.lines.values_list("line", "outcome"))) == (3, 1, [(4, Outcome.SKIPPED)])
    settle([case.pk for case in cases], anew=True)
    mine = [model.objects.filter(case__in=cases).count() for model in (Wait, Clock)]
    assert (mine, Delivery.objects.count(), {case.waiting_since for case in cases}) == ([0, 0], 0, {None})
    assert Notice.objects.count() - before == Notice.objects.filter(event__kind="import_done").count()  # that it is done, to whoever brought it in
    actions.undo_import(one)
    drain()
    assert not Case.objects.filter(opened_at__year=2023).exists()


@pytest.mark.practice("P03")
def test_without_a_department_all_come_in_at_rest(cast):
    one = brought(cast)
    assert set(Case.objects.filter(opened_at__year=2023).values_list("state", "department")) == {(State.ANSWERED, None)}
    assert "open" not in one.counts


@pytest.mark.parametrize(("word", "state"), [("On-hold", OPEN), ("Pending", OPEN), ("بسته‌شده", OVER), ("بسته شده", OVER), ("باز", OPEN), ("مختومه", OVER), ("4 - Closed", OVER), ("confirmed", None)])
def test_words_of_states_in_any_spelling(word, state):
    assert STATES.get(spelled_state(word)) == state


def test_what_was_deleted_there_is_left_out_and_moments_of_zendesk_are_in_utc_as_it_writes_them(cast):
    heads = "id,requester_id,submitter_id,subject,status,created_at\n"
    one = actions.begin_import(BytesIO(f"{heads}1,7,7,Table,solved,2020-02-19 01:54:52\n2,7,7,Chair,deleted,2020-02-19 01:54:52\n".encode()), name="x.csv", by=cast.admin)
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    case = Case.objects.get(subject="Table")
    assert (one.counts, case.opened_at) == ({"made": 1, "customers": 1, "skipped": 1}, datetime(2020, 2, 19, 1, 54, 52, tzinfo=UTC))
    assert list(one.lines.values_list("line", "outcome")) == [(3, Outcome.SKIPPED)]
