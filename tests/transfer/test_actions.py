"""A file of customers comes in, is looked at, and goes out again."""

from __future__ import annotations

from io import BytesIO

import pytest

from sandali.customers.models import Customer, Identity, Organisation
from sandali.history.models import Job
from sandali.history.queue import drain
from sandali.transfer import actions
from sandali.transfer.models import Import, ImportState

pytestmark = pytest.mark.django_db

PERSIAN = "نام و نام خانوادگی;موبایل;ایمیل;شرکت;توضیحات\nسارا احمدی;۰۹۱۲۳۴۵۶۷۸۹;sara@example.com;چوب‌سازان;مشتری قدیمی\nرضا کریمی;0912-111-2233;;چوب سازان;\nنامعلوم;۱۲۳;;;\n"


def bring(cast, text: str, *, name: str = "customers.csv", encoding: str = "utf-8", **plan) -> Import:
    """A file brought in to its end."""
    one = actions.begin_import(BytesIO(text.encode(encoding)), name=name, by=cast.admin)
    if plan:
        standing = {"subject": one.subject, "plan": one.plan, "known": one.known, "unreadable": one.unreadable, "source": one.source}
        one = actions.change_plan(one, **standing | plan)
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert [job.last_error for job in Job.objects.exclude(last_error="")] == []
    return one


@pytest.mark.practice("P03")
def test_a_persian_spreadsheet_in_windows_1256_comes_in_by_its_headings(cast):
    """Headings, letters, separator, telephone numbers and organisations are understood without a question."""
    before = Customer.objects.count()
    one = bring(cast, PERSIAN.replace("ی", "ي").replace("\u200c", " ").translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")), encoding="cp1256")
    assert one.shape == {"format": "csv", "encoding": "cp1256", "separator": ";", "headings": 0}
    assert one.plan == ["name", "phone", "email", "organisation", "note"]
    assert (one.state, one.counts, Customer.objects.count() - before) == (ImportState.DONE, {"made": 2, "wrong": 1}, 2)
    sara = Customer.objects.get(identities__value="sara@example.com")
    assert sorted(sara.identities.values_list("kind", "value")) == [("email", "sara@example.com"), ("phone", "+989123456789")]
    assert Organisation.objects.filter(customers__identities__value__in=["+989123456789", "+989121112233"]).distinct().count() == 1
    assert list(one.lines.values_list("line", "outcome", "column")) == [(4, "wrong", "موبايل")]


@pytest.mark.reliability("K3")
def test_the_same_file_again_makes_nobody_twice_and_undoing_takes_out_what_it_made(cast):
    """Twice in, once there; out again, and the house is as it was."""
    before = (Customer.objects.count(), Identity.objects.count(), Organisation.objects.count())
    first = bring(cast, PERSIAN)
    between = (Customer.objects.count(), Identity.objects.count(), Organisation.objects.count())
    second = bring(cast, PERSIAN)
    assert second.counts == {"known": 2, "wrong": 1, "filled": 0}
    assert (Customer.objects.count(), Identity.objects.count(), Organisation.objects.count()) == between
    actions.undo_import(first)
    drain()
    first.refresh_from_db()
    assert first.state == ImportState.UNDONE
    assert (Customer.objects.count(), Identity.objects.count(), Organisation.objects.count()) == before
