"""A file of customers comes in, is looked at, and goes out again."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.utils import timezone

from sandali.cases.actions.regrouping import merge_cases
from sandali.cases.models import Case
from sandali.customers.actions import write_customer_note
from sandali.customers.erasing import begin_erasing
from sandali.customers.merging import merge_customers, unmerge_customers
from sandali.customers.models import Customer, Identity, Organisation
from sandali.customers.organising import join_organisations, part_organisations
from sandali.customers.queries import newest_first
from sandali.customers.search import INDEX, find_customers, index_all
from sandali.customers.segments.conditions import Asking
from sandali.customers.segments.exporting import rows_of
from sandali.customers.segments.own import InTouch
from sandali.health.checks.kinds import Asked
from sandali.health.checks.stale import quiet_leads
from sandali.history.models import Job
from sandali.history.queue import drain
from sandali.kit.search import contents
from sandali.transfer import actions, work
from sandali.transfer.models import Import, ImportState, SourceKey
from sandali.transfer.taking.batch import Taken
from tests.cast import make_case

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


def test_the_other_programs_number_leads_to_where_somebody_lives_and_never_to_somebody_erased(cast):
    def numbered() -> Import:
        return bring(cast, "id,name,city\n7,Sara Ahmadi,\n8,Reza Karimi,Yazd\n", plan=["key", "name", "city"], source="zendesk")

    numbered()
    sara, reza = Customer.objects.get(name="Sara Ahmadi"), Customer.objects.get(name="Reza Karimi")
    merge_customers(reza, sara, by=cast.admin)
    between = Customer.objects.count()
    again = numbered()
    assert (again.counts["known"], Customer.objects.count()) == (2, between)
    assert list(Customer.objects.filter(pk__in=(sara.pk, reza.pk)).order_by("pk").values_list("city", flat=True)) == ["Yazd", "Yazd"]
    begin_erasing(sara, by=cast.admin)
    drain()
    numbered()
    assert list(Customer.objects.filter(pk__in=(sara.pk, reza.pk)).values_list("name", "city")) == [("", ""), ("", "")]


def test_the_other_programs_number_of_a_merged_case_leads_to_where_it_lives(cast):
    source, target = make_case(cast), make_case(cast)
    of = Import.objects.create(by=cast.admin, name="x.csv", sha256="0" * 64, size=1, source="zendesk")
    SourceKey.objects.create(source="zendesk", kind="case", key="7", number=source.pk, of=of)
    SourceKey.objects.create(source="zendesk", kind="case", key="8", number=target.pk, of=of)
    merge_cases(source, target, by=cast.admin)
    assert Taken(of).known("case", ["7", "8", "9"]) == {"7": target.pk, "8": target.pk}


class Killed(BaseException):
    """The worker dies: nothing of ours catches this."""


@pytest.mark.reliability("K3")
def test_an_import_that_is_killed_in_the_middle_goes_on_and_takes_no_row_twice(cast, monkeypatch):
    """Death within a batch leaves nothing of it; the next run begins with its first row. A row without any address counts once too."""
    monkeypatch.setattr(work, "BATCH", 10)
    text = "name,email\n" + "".join(f"Person {number},p{number}@example.com\n" for number in range(35)) + "Only a name,\n"
    before = Customer.objects.count()
    one = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.admin)
    actions.start_import(one, by=cast.admin)
    real = work.write_in_transaction

    def dies(held, drafts):
        taken = real(held, drafts)
        if drafts[0].row == 20:
            raise Killed
        return taken

    monkeypatch.setattr(work, "write_in_transaction", dies)
    with pytest.raises(Killed):
        actions.work_on(one.pk)
    one.refresh_from_db()
    assert (one.state, one.next_row, Customer.objects.count() - before) == (ImportState.RUNNING, 20, 20)
    monkeypatch.setattr(work, "write_in_transaction", real)
    actions.work_on(one.pk)
    actions.work_on(one.pk)
    one.refresh_from_db()
    assert (one.state, one.counts, Customer.objects.count() - before) == (ImportState.DONE, {"made": 36}, 36)
    assert list(one.batches.values_list("first", "last")) == [(0, 9), (10, 19), (20, 29), (30, 35)]
    assert bring(cast, text).counts == {"known": 36, "filled": 0}


def test_nothing_that_stands_is_overwritten_and_undoing_empties_only_what_it_filled(cast):
    """What was empty is filled in; what somebody changed since stays, and is named."""
    cast.mina.city = "قم"
    cast.mina.save(update_fields=["city"])
    one = bring(cast, "name,email,city,title,phone,tags\nSomebody else,MINA@example.com,Tehran,مدیر,09121230000,ویژه\n")
    cast.mina.refresh_from_db()
    assert (cast.mina.name, cast.mina.city, cast.mina.job_title) == ("مینا کریمی", "قم", "مدیر")
    assert sorted(cast.mina.identities.values_list("value", flat=True)) == ["+989121230000", "mina@example.com"]
    assert find_customers("9121230000") == [cast.mina.pk]
    cast.mina.job_title = "رئیس"
    cast.mina.save(update_fields=["job_title"])
    actions.undo_import(one)
    drain()
    cast.mina.refresh_from_db()
    assert (cast.mina.job_title, cast.mina.identities.count(), cast.mina.tags.count()) == ("رئیس", 1, 0)
    assert list(one.lines.values_list("outcome", "number")) == [("kept", cast.mina.pk)]


def test_a_customer_who_was_worked_on_since_stays_when_an_import_is_undone(cast):
    """And the import says who."""
    one = bring(cast, "name,email\nA,a@example.net\nB,b@example.net\n")
    kept = Customer.objects.get(name="B")
    write_customer_note(kept, "!", by=cast.sara)
    actions.undo_import(one)
    drain()
    assert list(Customer.objects.filter(identities__value__endswith="@example.net")) == [kept]
    assert list(one.lines.values_list("outcome", "number")) == [("kept", kept.pk)]


@pytest.mark.reliability("K3")
def test_undoing_an_import_whose_customer_was_put_together_with_another_keeps_both_whole_and_goes_on(cast):
    """What the record took along stays with it, and can still be set apart; the rows beside it go."""
    one = bring(cast, "name,email,note\nA,a@example.net,first\nB,b@example.net,second\n")
    source = Customer.objects.get(name="A")
    merging = merge_customers(source, cast.mina, by=cast.admin)
    actions.undo_import(one)
    drain()
    one.refresh_from_db()
    assert (one.state, one.counts["kept"], [job.last_error for job in Job.objects.exclude(last_error="")]) == (ImportState.UNDONE, 1, [])
    assert list(one.lines.values_list("outcome", "number")) == [("kept", source.pk)]
    assert list(Customer.objects.filter(name="B")) == []
    unmerge_customers(merging, by=cast.admin)
    assert list(source.identities.values_list("value", flat=True)) == ["a@example.net"]
    assert list(source.notes.values_list("text", flat=True)) == ["first"]


@pytest.mark.reliability("K3")
def test_who_was_put_together_and_set_apart_again_goes_with_the_import_and_so_do_organisations_and_merged_cases_are_no_hindrance(cast):
    """Put together, set apart, undone: the house is as it was."""
    before = (Customer.objects.count(), Identity.objects.count(), Organisation.objects.count(), Case.objects.count())
    people = bring(cast, "name,email,company\nA,a@example.net,One\nB,b@example.net,Two\n")
    source, target = Customer.objects.get(name="A"), Customer.objects.get(name="B")
    unmerge_customers(merge_customers(source, target, by=cast.admin), by=cast.admin)
    joined = join_organisations(Organisation.objects.get(name="One"), Organisation.objects.get(name="Two"), by=cast.admin)
    part_organisations(joined, by=cast.admin)
    cases = bring(cast, "id,email,subject\n1,a@example.net,X\n2,a@example.net,Y\n", subject="cases", plan=["key", "email", "subject"])
    first, second = Case.objects.filter(customer__in=[source.pk, target.pk]).order_by("pk")
    merge_cases(first, second, by=cast.admin)
    for one in (cases, people):
        actions.undo_import(one)
        drain()
        one.refresh_from_db()
    assert [job.last_error for job in Job.objects.exclude(last_error="")] == []
    assert (cases.state, cases.counts["kept"]) == (ImportState.UNDONE, 2)
    assert (people.state, people.counts["kept"]) == (ImportState.UNDONE, 1)  # whose cases were merged
    after = (Customer.objects.count(), Identity.objects.count(), Organisation.objects.count(), Case.objects.count())
    assert [now - was for was, now in zip(before, after, strict=True)] == [1, 1, 1, 2]


@pytest.mark.reliability("K2")
def test_a_trial_says_what_the_run_then_does_and_writes_nothing(cast):
    """New, known and wrong rows are counted alike, doubles within the file too."""
    text = "name,email,phone\nA,a@example.net,\nA again,a@example.net,\nMina,mina@example.com,\nBad,no address,\nTwo,mina@example.com,\n"
    one = actions.begin_import(BytesIO(text.encode()), name="x.csv", by=cast.admin)
    before = Customer.objects.count()
    actions.check_import(one)
    drain()
    one.refresh_from_db()
    assert (one.state, one.counts, Customer.objects.count()) == (ImportState.CHECKED, {"made": 1, "known": 3, "wrong": 1}, before)
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert one.counts == {"made": 1, "known": 3, "wrong": 1, "filled": 0}


@pytest.mark.reliability("L8")
def test_the_search_index_of_those_who_came_in_is_the_one_that_is_rebuilt(cast):
    """Word for word."""
    bring(cast, "name,email,phone,tags,company,city\nسارا می‌آید,s@example.net,0912 345 6789,\"ب, الف\",چوب‌سازان,قم\n")
    live = contents(INDEX)
    index_all(Customer.objects.all())
    assert contents(INDEX) == live


@pytest.mark.practice("P03")
def test_who_came_in_without_a_date_was_in_touch_at_no_moment_that_anybody_knows(cast):
    """Not today: neither in lists nor in segments, the API, health or a segment's sheet; what was said of old tells when, and undoing forgets that again."""
    one = bring(cast, "id,name,email,stage\n1,Nora,nora@example.com,lead\n2,Olaf,olaf@example.com,lead\n", source="other")
    nora, olaf = Customer.objects.filter(name__in=["Nora", "Olaf"]).order_by("name")
    assert (nora.last_contact, newest_first(Customer.objects.all(), most=99)[-1].pk, list(rows_of(Customer.objects.filter(pk=nora.pk), UTC))[0][-1]) == (None, min(nora.pk, olaf.pk), "")
    long_ago = Asking(cast.admin)
    assert not Customer.objects.filter(InTouch().holds({"until": "2020-01-01"}, long_ago), pk=nora.pk).exists()
    assert not quiet_leads(Asked(timezone.now(), 30)).filter(pk=nora.pk).exists()
    said = bring(cast, "id,subject,customer id,description,created at\n9,Fridge,1,It is warm,2021-05-01T10:00:00Z\n8,Stove,2,It is cold,\n", source="other")
    nora.refresh_from_db()
    olaf.refresh_from_db()
    assert (nora.last_contact, olaf.last_contact) == (datetime(2021, 5, 1, 10, tzinfo=UTC), None)
    actions.undo_import(said)
    drain()
    nora.refresh_from_db()
    assert (nora.last_contact, one.counts) == (None, {"made": 2})
