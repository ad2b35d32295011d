"""Tasks inside a case: asked, seen by who was asked, answered, and the customer hears one voice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.cases.access import access_case, access_task, cases_for, rights_on
from sandali.cases.actions import reply, work
from sandali.cases.models import Case, Task
from sandali.channels.models import Delivery
from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed
from sandali.history.models import Event, Notice
from tests.cast import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    """A case of the support department that Sara owns."""
    return make_case(cast, assignee=cast.sara)


@pytest.fixture
def task(cast, case):
    """What Sara asks accounting for."""
    return work.make_task(case, "فاکتور رسمی", by=cast.sara, text="به نام شرکت", department=cast.accounting)


def told(person):
    """The kinds of a person's unread notices."""
    return sorted(Notice.objects.filter(person=person, read_at=None).values_list("event__kind", flat=True))


def kinds(case):
    """What happened to a case, in order."""
    return list(Event.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True))


@pytest.mark.practice("P08", "P41")
def test_the_whole_way_of_a_task(cast, case, task):
    assert told(cast.omid) == ["task_made"]
    assert access_case(cast.omid, case.pk) == case
    taken = work.take_task(task, by=cast.omid, version=task.version)
    answered = work.answer_task(taken, "صادر شد، **شمارهٔ ۱۲**.", by=cast.omid, version=taken.version)
    assert (answered.state, answered.owner, answered.answered_by, answered.version) == ("done", cast.omid, cast.omid, 3)
    assert (told(cast.sara), Case.objects.get(pk=case.pk).assignee) == (["task_answered"], cast.sara)
    assert kinds(case) == ["task_made", "task_taken", "task_answered"]
    assert Event.objects.get(kind="task_answered").data == {"title": "فاکتور رسمی", "begins": "صادر شد، شمارهٔ ۱۲."}


@pytest.mark.practice("P08")
@pytest.mark.reliability("D9", "H3")
def test_a_task_lends_the_case_to_read_and_nothing_else(cast, case, task):
    assert rights_on(cast.omid, case) == {"see"}
    for right in ("answer", "note", "handle"):
        with pytest.raises(NotAllowed):
            access_case(cast.omid, case.pk, to=right)
    assert access_task(cast.omid, case.pk, task.pk, to="do") == task
    with pytest.raises(NotAllowed):
        access_task(cast.omid, case.pk, task.pk, to="change")


@pytest.mark.reliability("H3")
def test_what_is_withdrawn_or_passed_on_is_not_lent_any_more(cast, case, task):
    work.withdraw_task(task, by=cast.sara)
    assert list(cases_for(cast.omid)) == []
    again = work.reopen_task(Task.objects.get(), by=cast.sara)
    assert list(cases_for(cast.omid)) == [case]
    work.pass_task(again, by=cast.omid, owner=cast.reza)
    assert list(cases_for(cast.omid)) == []
    with pytest.raises(Case.DoesNotExist):
        access_task(cast.omid, case.pk, task.pk)


@pytest.mark.reliability("H3")
def test_what_was_answered_can_still_be_read(cast, case, task):
    work.answer_task(task, "شد", by=cast.omid)
    assert list(cases_for(cast.omid)) == [case]


@pytest.mark.reliability("H3")
def test_a_task_opens_one_case_of_a_private_department_and_no_other(cast):
    private, other = (make_case(cast, department=cast.accounting, assignee=cast.omid) for _number in range(2))
    work.make_task(private, "نشانی تازه", by=cast.omid, owner=cast.nahid)
    assert (set(cases_for(cast.nahid)), rights_on(cast.nahid, private)) == ({private}, {"see"})
    with pytest.raises(NotAllowed):
        access_case(cast.nahid, private.pk, to="answer")
    assert list(cases_for(cast.sara)) == [] and other.pk


def test_a_lent_case_is_not_offered_to_be_taken(cast, task):
    Case.objects.update(assignee=None)
    assert (cases_for(cast.omid).count(), cases_for(cast.omid, lent=False).count()) == (1, 0)


@pytest.mark.practice("P41")
def test_everybody_can_be_asked_and_answers_without_any_other_right(cast, case):
    private = make_case(cast, department=cast.accounting, assignee=cast.omid)
    task = work.make_task(private, "یک تماس کوتاه", by=cast.omid, owner=cast.parvaneh)
    mine = access_task(cast.parvaneh, private.pk, task.pk, to="do")
    assert work.answer_task(mine, "زنگ زدم", by=cast.parvaneh).state == "done"
    assert told(cast.omid) == ["task_answered"]


@pytest.mark.practice("P08")
@pytest.mark.reliability("D9")
def test_nothing_of_a_task_reaches_a_mail(cast, case, task):
    work.answer_task(task, "راز حسابداری", by=cast.omid)
    reply(case, "سلام، پیگیری شد.", by=cast.sara, dedupe_key="one", state="waiting")
    sent = str(Delivery.objects.get().__dict__)
    assert [word in sent for word in ("راز حسابداری", "فاکتور رسمی", "به نام شرکت", "Omid", "حسابداری")] == [False] * 5
    assert "پیگیری شد" in sent


@pytest.mark.reliability("D5")
def test_of_two_who_answer_at_once_the_second_is_told_what_stands(cast, task):
    work.answer_task(task, "اولی", by=cast.omid, version=task.version)
    with pytest.raises(Overtaken) as overtaken:
        work.answer_task(task, "دومی", by=cast.reza, version=task.version)
    assert (overtaken.value.current.answer, overtaken.value.current.answered_by) == ("اولی", cast.omid)
    with pytest.raises(Overtaken):
        work.take_task(Task.objects.get(), by=cast.reza)


def test_a_task_that_is_reopened_keeps_its_answer_and_is_warned_of_anew(cast, task):
    Task.objects.update(warned_at=timezone.now())
    done = work.answer_task(task, "نشد", by=cast.omid)
    again = work.reopen_task(done, by=cast.sara, version=done.version)
    assert (again.state, again.answer, again.warned_at) == ("open", "نشد", None)
    assert work.reopen_task(again, by=cast.sara).version == again.version
    assert told(cast.omid) == ["task_reopened"]


def test_a_new_wording_is_told_and_a_new_time_is_warned_of_anew(cast, task):
    due = timezone.now() + timedelta(days=2)
    Task.objects.update(warned_at=timezone.now())
    changed = work.change_task(task, by=cast.sara, title="  فاکتور  ", text=task.text, due_at=due, version=task.version)
    assert (changed.title, changed.due_at, changed.warned_at, told(cast.omid)) == ("فاکتور", due, None, ["task_changed"])
    assert work.change_task(changed, by=cast.sara, title="فاکتور", text=task.text, due_at=due).version == changed.version


@pytest.mark.parametrize("wrong", [{"title": "  "}, {"department": None}, {"owner": "gone"}, {"department": "closed"}])
def test_a_task_that_nobody_could_do_is_refused(cast, case, wrong):
    cast.reza.is_active = False
    cast.support.archived_at = timezone.now()
    values = {"title": "x", "department": cast.accounting} | {
        name: {"gone": cast.reza, "closed": cast.support}.get(value, value) for name, value in wrong.items()
    }
    with pytest.raises(ValueError):
        work.make_task(case, values.pop("title"), by=cast.sara, **values)
    assert Task.objects.count() == 0


def test_an_empty_answer_is_none(cast, task):
    with pytest.raises(ValueError):
        work.answer_task(task, " \n ", by=cast.omid)
    assert Task.objects.get().state == "open"
