"""Files that were brought in are forgotten: after a month, on request, and with whoever is erased."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from sandali.customers.erasing import begin_erasing
from sandali.customers.models import Customer
from sandali.history.queue import drain
from sandali.kit.files import exists
from sandali.transfer import actions
from sandali.transfer.forgetting import forget_old_files
from sandali.transfer.models import Import, ImportState
from tests.transfer.test_actions import bring

pytestmark = pytest.mark.django_db
TEXT = "name,email,city\nنرگس آذر,narges@example.org,یزد\nBad,nothing,\n"


def aged(one: Import, days: int) -> None:
    Import.objects.filter(pk=one.pk).update(finished_at=timezone.now() - timedelta(days=days))


def test_a_month_after_its_end_a_file_is_forgotten_and_can_still_be_undone(cast):
    """With the rows that were not taken; not a day earlier, and not while another import needs the same bytes."""
    before = Customer.objects.count()
    one = bring(cast, TEXT)
    other = actions.begin_import(BytesIO(TEXT.encode()), name="again.csv", by=cast.admin)
    aged(one, 29)
    assert forget_old_files() == 0
    aged(one, 31)
    assert (forget_old_files(), exists(one.sha256), one.lines.count()) == (1, True, 0)
    Import.objects.filter(pk=other.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert (forget_old_files(), exists(one.sha256)) == (1, False)
    one.refresh_from_db()
    actions.undo_import(one)
    drain()
    one.refresh_from_db()
    assert (one.state, Customer.objects.count()) == (ImportState.UNDONE, before)


def test_an_import_that_is_at_work_keeps_its_file(cast):
    """However old it is."""
    one = actions.begin_import(BytesIO(TEXT.encode()), name="x.csv", by=cast.admin)
    Import.objects.filter(pk=one.pk).update(state=ImportState.RUNNING, created_at=timezone.now() - timedelta(days=90))
    assert forget_old_files() == 0
    with pytest.raises(actions.NotNow):
        actions.forget_file(one, by=cast.admin)
    assert exists(one.sha256)


def test_erasing_somebody_forgets_the_files_that_brought_them_in_or_filled_them_in(cast):
    """And how they were before; what others brought in stays."""
    made = bring(cast, TEXT)
    filled = bring(cast, "name,email,title\nX,narges@example.org,مدیر\nY,mina@example.com,مدیر\n", name="more.csv")
    apart = bring(cast, "name,email\nZ,z@example.org\n", name="apart.csv")
    begin_erasing(Customer.objects.get(name="نرگس آذر"), by=cast.admin)
    drain()
    assert [exists(one.sha256) for one in (made, filled, apart)] == [False, False, True]
    [batch] = filled.batches.all()
    assert [(entry["customer"], list(entry["fields"])) for entry in batch.changed] == [(cast.mina.pk, ["job_title"])]
