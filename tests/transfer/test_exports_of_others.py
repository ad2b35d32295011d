"""The tables that Zendesk and Salesforce really export come in with their conversations, and all of it goes out again."""

from __future__ import annotations

import pytest
from django.db.models import Count

from sandali.cases.models import Case, Message
from sandali.channels.models import Delivery
from sandali.customers.models import Customer, CustomerNote, Identity, Organisation, Tag
from sandali.history.models import Job
from sandali.history.queue import drain
from sandali.transfer import actions
from sandali.transfer.models import Import, ImportState, SourceKey

pytestmark = pytest.mark.django_db

TABLES = (
    "zendesk/organization_data.csv", "zendesk/user_data.csv", "zendesk/ticket_data.csv", "zendesk/ticket_comment_data.csv",
    "salesforce/sf_account_data.csv", "salesforce/sf_contact_data.csv", "salesforce/sf_lead_data.csv", "salesforce/sf_task_data.csv",
)  # fmt: skip
MODELS = (Customer, Identity, Organisation, CustomerNote, Tag, Case, Message, SourceKey)


def house() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def bring_table(cast, path) -> Import:
    with path.open("rb") as file:
        one = actions.begin_import(file, name=path.name, by=cast.admin)
    actions.change_plan(one, subject=one.subject, plan=one.plan, known="fill", unreadable="note", source=one.source)
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    assert [job.last_error for job in Job.objects.exclude(last_error="")] == []
    return one


@pytest.mark.practice("P03")
def test_every_table_of_zendesk_and_salesforce_is_recognised_comes_in_and_goes_out_again(cast, shared_data):
    """Nothing is sent, the same tables again make nothing, and undoing all leaves the house as it was."""
    before = house()
    done = [bring_table(cast, shared_data / "crm-tables" / name) for name in TABLES]
    assert [(one.source, one.subject, one.state) for one in done] == [
        ("zendesk", "organisations", "done"), ("zendesk", "customers", "done"), ("zendesk", "cases", "done"), ("zendesk", "messages", "done"),
        ("salesforce", "organisations", "done"), ("salesforce", "customers", "done"), ("salesforce", "customers", "done"), ("salesforce", "notes", "done"),
    ]  # fmt: skip
    assert done[0].counts == {"made": 10} and done[2].counts["made"] == 8
    assert (Delivery.objects.count(), Case.objects.exclude(state="answered").count(), Case.objects.exclude(waiting_since=None).count()) == (0, 0, 0)
    case = Case.objects.get(pk=SourceKey.objects.get(source="zendesk", kind="case", key="16988").number)
    assert (case.subject, case.opened_at.isoformat(), case.messages.get().text) == ("subject1", "2020-12-22T00:19:23+00:00", "description1")
    assert list(Case.objects.filter(priority=4, message_count=1).values_list("subject", flat=True)) == ["subject1"]
    between = house()
    again = [bring_table(cast, shared_data / "crm-tables" / name) for name in TABLES]
    assert [one.counts.get("made", 0) for one in again] == [0] * len(TABLES)
    assert house() == between
    for one in reversed([*done, *again]):
        actions.undo_import(one)
        drain()
        one.refresh_from_db()
        assert (one.state, one.lines.filter(outcome="kept").count()) == (ImportState.UNDONE, 0)
    assert house() == before


def test_comments_become_messages_of_their_case_in_the_order_of_their_dates(cast, tmp_path):
    """The customer's own are theirs, what was not shown is a note, the rest our answers; the opening is not said twice."""
    files = {
        "users": "id,email,organization_id,ticket_restriction,name,role\n7,mahin@example.com,,,مهین,end-user\n8,agent@example.com,,,کارشناس,agent\n",
        "tickets": "id,requester_id,submitter_id,subject,status,description,created_at,tags\n55,7,7,صندلی شکسته,closed,سلام. صندلی شکسته است.,2024-03-01 08:00:00 UTC,\"چوب, فوری\"\n",
        "comments": "id,ticket_id,user_id,body,public,created\n2,55,8,می‌فرستیم.,TRUE,2024-03-01 09:00:00 UTC\n1,55,7,سلام. صندلی شکسته است.,TRUE,2024-03-01 08:00:00 UTC\n"
        "3,55,8,انبار خبر شد,FALSE,2024-03-01 09:30:00 UTC\n4,55,7,رسید. ممنون,TRUE,2024-03-02 09:00:00 UTC\n5,99,7,گم,TRUE,2024-03-02 09:00:00 UTC\n",
    }  # fmt: skip
    done = {}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        done[name] = bring_table(cast, tmp_path / name)
    case = Case.objects.get(subject="صندلی شکسته")
    assert (case.customer.name, case.state, sorted(case.tags.values_list("name", flat=True))) == ("مهین", "answered", ["فوری", "چوب"])
    said = [(one.direction, one.text) for one in case.messages.order_by("at")]
    assert said == [("in", "سلام. صندلی شکسته است."), ("out", "می‌فرستیم."), ("note", "انبار خبر شد"), ("in", "رسید. ممنون")]
    assert (case.message_count, case.last_direction, case.preview) == (4, "in", "رسید. ممنون")
    assert done["users"].counts == {"skipped": 1, "made": 1}
    assert done["comments"].counts == {"made": 3, "known": 1, "wrong": 1}
    assert list(done["comments"].lines.values_list("line", "outcome")) == [(6, "wrong")]
    assert Case.objects.filter(customer=case.customer).aggregate(count=Count("pk"))["count"] == 1


def test_bodies_in_html_are_read_as_those_of_mails(cast, tmp_path):
    """Words without tags and scripts, what was quoted apart; text that only speaks of a sign is left as it is."""
    rows = [
        ("1", "<p>سلام<br>صندلی&nbsp;شکست.</p><script>alert(1)</script>"),
        ("2", '<div>حتماً</div><blockquote type="cite"><p>کی می‌آید؟</p></blockquote>'),
        ("3", "قیمت < ۵۰۰ و > ۱۰۰"),
    ]
    tickets = "id,requester_id,submitter_id,subject,status,description,created_at\n55,7,7,صندلی,closed,,2024-03-01 08:00:00 UTC\n"
    comments = "id,ticket_id,user_id,body,public,created\n" + "".join(
        f'{key},55,7,"{body.replace(chr(34), chr(34) * 2)}",TRUE,2024-03-01 09:00:00 UTC\n' for key, body in rows
    )
    for name, text in {"users": "id,email,organization_id,ticket_restriction,name,role\n7,m@example.com,,,مهین,end-user\n", "tickets": tickets, "comments": comments}.items():
        (tmp_path / name).write_text(text)
        bring_table(cast, tmp_path / name)
    said = [(" ".join(one.text.split()), " ".join(one.quoted.split())) for one in Message.objects.filter(case__subject="صندلی").order_by("pk")]
    assert said == [("سلام صندلی شکست.", ""), ("حتماً", "> کی می‌آید؟"), ("قیمت < ۵۰۰ و > ۱۰۰", "")]


@pytest.mark.practice("P03")
def test_priorities_come_along_by_their_words_and_what_is_unknown_is_said_of_the_row(cast, tmp_path):
    """Numbers alone say nothing: they count up in one program and down in another. A case that is here keeps its own."""
    words = ("Low", "2 normal", "HIGH", "1 - Critical", "کم", "معمولي", "زياد", "خیلی فوری", "", "3", "whenever")
    text = "شناسه,ایمیل,موضوع,اولویت\n" + "".join(f"{place},p@example.com,case {place},{word}\n" for place, word in enumerate(words))
    (tmp_path / "x.csv").write_text(text)

    def planned() -> Import:
        with (tmp_path / "x.csv").open("rb") as file:
            one = actions.begin_import(file, name="x.csv", by=cast.admin)
        return actions.change_plan(one, subject="cases", plan=one.plan, known="fill", unreadable="aside", source="columns x")

    one = planned()
    assert one.plan == ["key", "email", "subject", "priority"]
    actions.check_import(one)
    drain()
    listed = list(one.lines.values_list("line", "outcome", "column", "reason"))
    actions.start_import(one, by=cast.admin)
    drain()
    one.refresh_from_db()
    cases = Case.objects.filter(subject__startswith="case ").order_by("pk")
    assert (list(cases.values_list("priority", flat=True)), one.counts) == ([1, 2, 3, 4, 1, 2, 3, 4, 2, 2, 2], {"made": 11, "customers": 1})
    assert (list(one.lines.values_list("line", "outcome", "column", "reason")), [line[:3] for line in listed]) == (
        listed, [(11, "skipped", "اولویت"), (12, "skipped", "اولویت")]
    )  # fmt: skip
    cases.update(priority=1)
    again = planned()
    actions.start_import(again, by=cast.admin)
    drain()
    again.refresh_from_db()
    assert (again.counts, set(cases.values_list("priority", flat=True))) == ({"known": 11, "customers": 0}, {1})
