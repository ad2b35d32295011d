"""Notices leave by mail: a real mail server on loopback, rights asked when they leave."""

import email
from datetime import time, timedelta
from email import policy
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from sandali.cases.events import CASE_ASSIGNED
from sandali.cases.models import Direction, Message
from sandali.channels.models import Channel
from sandali.company.models import Person
from sandali.desk.me import jobs, notice_mails
from sandali.history import queue
from sandali.history.events import record
from sandali.history.models import Job, MailWay, NoticeSettings, Outgoing
from sandali.history.notices import mark_read
from tests.attention import later, said, send, try_again, wants
from tests.cast import make_case

pytestmark = pytest.mark.reliability("D9")


def mails(server):
    return [email.message_from_bytes(one.content, policy=policy.default) for one in server.taken]


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


# --- Mail ----------------------------------------------------------------------------------------------------------
def test_a_message_in_ones_case_is_a_mail_a_minute_later_in_ones_own_language_and_calendar(cast, case, smtp):
    said(case)
    send()
    assert smtp.taken == []
    later(minutes=2)
    send()
    (mail,) = mails(smtp)
    assert (smtp.taken[0].recipients, mail["Auto-Submitted"], mail["From"]) == (["sara@example.ir"], "auto-generated", "desk@simorgh.example")
    text = text_of(mail)
    assert "کالا نرسید" in text and f"http://localhost:8000/cases/{case.pk}/" in text
    assert "۱۴" in text and not set("0123456789") & set(text.split("http")[0])  # Jalali, in Persian digits
    html = mail.get_body(("html",)).get_content()
    assert 'lang="fa" dir="rtl"' in html and "کالا نرسید" in html
    assert Outgoing.objects.get().outcome == "sent"


def test_twenty_messages_in_five_minutes_are_one_mail_with_the_newest_words(cast, case, smtp):
    Person.objects.filter(pk=cast.sara.pk).update(language="en")
    for number in range(20):
        said(case, f"word {number}")
        later(seconds=15)
        send()
    later(minutes=1)
    send()
    (mail,) = mails(smtp)
    assert "20 new messages" in mail["Subject"]
    assert ("word 19" in text_of(mail), "word 18" in text_of(mail)) == (True, False)


def test_what_was_read_meanwhile_is_not_sent(cast, case, smtp):
    said(case)
    later(minutes=2)
    mark_read(cast.sara, about=f"case:{case.pk}")
    send()
    assert (smtp.taken, Outgoing.objects.get().outcome) == ([], "seen")


def test_several_cases_are_one_mail(cast, case, smtp):
    said(case)
    said(make_case(cast, assignee=cast.sara), "دوم")
    later(minutes=2)
    send()
    (mail,) = mails(smtp)
    assert ("کالا نرسید" in text_of(mail), "دوم" in text_of(mail), "۲" in mail["Subject"]) == (True, True, True)


@pytest.mark.parametrize("lost", ["department", "active", "assignee"])
def test_who_lost_sight_of_a_case_before_the_mail_leaves_gets_nothing(cast, case, smtp, lost):
    said(case, "محرمانه", Direction.NOTE, author=cast.reza)
    if lost == "department":
        case.department, case.assignee = cast.accounting, cast.omid
    elif lost == "assignee":
        case.assignee = cast.reza
    else:
        Person.objects.filter(pk=cast.sara.pk).update(is_active=False)
    case.save()
    later(minutes=2)
    send()
    assert (smtp.taken, Outgoing.objects.get().outcome) == ([], "nowhere" if lost == "active" else "not-theirs")


def test_rights_are_asked_again_when_a_mail_is_tried_again(cast, case, smtp):
    said(case, "محرمانه", Direction.NOTE, author=cast.reza)
    smtp.mail_answer = "451 4.3.0 not now"
    later(minutes=2)
    send()
    smtp.mail_answer = ""
    case.department, case.assignee = cast.accounting, cast.omid
    case.save()
    try_again()
    assert (smtp.taken, Outgoing.objects.get().outcome) == ([], "not-theirs")


def test_a_withdrawn_note_takes_its_words_along(cast, case, smtp):
    message = said(case, "محرمانه", Direction.NOTE, author=cast.reza)
    Message.objects.filter(pk=message.pk).update(withdrawn_at=timezone.now())
    later(minutes=2)
    send()
    assert "محرمانه" not in text_of(mails(smtp)[0])


def test_who_wants_no_more_of_a_kind_gets_none_that_waits(cast, case, smtp):
    said(case)
    wants(cast.sara, MailWay.OFF)
    later(minutes=2)
    send()
    assert (smtp.taken, Outgoing.objects.filter(way="mail").get().outcome) == ([], "unwanted")


@pytest.mark.reliability("C10")
def test_an_address_that_is_one_of_our_own_channels_is_never_written_to(cast, case, smtp):
    Channel.objects.filter(pk=cast.channel.pk).update(address="SARA@example.ir")
    said(case)
    later(minutes=2)
    send()
    assert (smtp.taken, Outgoing.objects.get().outcome) == ([], "loop")


@pytest.mark.reliability("D6")
def test_names_and_subjects_of_others_bring_no_header_into_a_mail(cast, case, smtp):
    Person.objects.filter(pk=cast.reza.pk).update(name="Reza\r\nBcc: evil@example.com")
    case.subject = "x\r\nBcc: evil@example.com"
    case.save()
    record(CASE_ASSIGNED, case, by=Person.objects.get(pk=cast.reza.pk), to="Sara\nTo: evil@example.com")
    later(minutes=2)
    send()
    (mail,) = mails(smtp)
    assert (mail["Bcc"], mail["To"], smtp.taken[0].recipients) == (None, "sara@example.ir", ["sara@example.ir"])


def test_the_subject_says_nothing_that_a_customer_wrote(cast, case, smtp):
    case.subject = "ببینید: جایزه بردید"
    case.save()
    said(case)
    later(minutes=2)
    send()
    assert "جایزه" not in mails(smtp)[0]["Subject"]


# --- Servers that fail, and restarts -------------------------------------------------------------------------------
def test_a_mail_server_that_is_down_loses_nothing(cast, case, smtp):
    said(case)
    later(minutes=2)
    smtp.stop()
    send()
    assert Job.objects.filter(task="sandali.desk.me.jobs.mail_notices", state="ready").count() == 1
    smtp.start()
    try_again()
    try_again()
    assert (len(smtp.taken), Outgoing.objects.get().outcome) == (1, "sent")


def test_after_a_day_without_a_mail_server_old_news_is_not_sent_any_more(cast, case, smtp):
    said(case)
    later(minutes=2)
    smtp.mail_answer = "451 4.3.0 not now"
    send()
    later(days=2)
    try_again()
    assert (smtp.taken, Outgoing.objects.get().outcome, Job.objects.filter(state="ready").count()) == ([], "late", 0)


@pytest.mark.parametrize("where", ["recipient", "mail"])
def test_a_mail_that_is_refused_for_good_is_not_tried_again(cast, case, smtp, where):
    if where == "recipient":
        smtp.recipient_answers["sara@example.ir"] = "550 5.1.1 no such user"
    else:
        smtp.mail_answer = "554 5.7.1 no"
    said(case)
    later(minutes=2)
    send()
    assert (Outgoing.objects.get().outcome, Job.objects.filter(state="ready").count()) == ("refused", 0)


@pytest.mark.reliability("L3")
def test_a_worker_that_dies_before_the_mail_sends_it_once_afterwards(cast, case, smtp, monkeypatch):
    said(case)
    later(minutes=2)
    queue.put("sandali.desk.me.jobs.send_notices")
    for _ in range(2):
        queue.run(queue.claim("a"))
    dead = queue.claim("a")  # the worker of this mail dies here
    assert (dead.task, smtp.taken) == ("sandali.desk.me.jobs.mail_notices", [])
    send()
    assert smtp.taken == []
    Job.objects.filter(pk=dead.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    send()
    send()
    assert (len(smtp.taken), Outgoing.objects.get().outcome) == (1, "sent")


@pytest.mark.reliability("L3")
def test_a_repeat_after_a_crash_carries_the_same_message_id(cast, case, smtp, monkeypatch):
    said(case)
    later(minutes=2)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "end", crash)  # the mail left, and we die before writing it down
        send()
    try_again()
    try_again()
    ids = [mail["Message-ID"] for mail in mails(smtp)]
    assert (len(ids), len(set(ids)), Outgoing.objects.get().outcome) == (2, 1, "sent")


def crash(*_given):
    raise SystemError("the power went")


# --- Digest and quiet hours ----------------------------------------------------------------------------------------
def test_a_digest_brings_the_day_in_one_mail_at_the_persons_hour(cast, case, smtp):
    wants(cast.sara, MailWay.DIGEST)
    hour = (timezone.now() + timedelta(hours=6)).astimezone(ZoneInfo("Asia/Tehran")).hour  # not while this test runs
    NoticeSettings.objects.update_or_create(person=cast.sara, defaults={"digest_at": time(hour)})
    for number in range(3):
        said(make_case(cast, assignee=cast.sara), f"خبر {number}")
    later(minutes=30)
    send()
    assert smtp.taken == []
    later(days=1)
    send()
    (mail,) = mails(smtp)
    assert [f"خبر {number}" in text_of(mail) for number in range(3)] == [True] * 3


def test_a_case_given_while_away_is_mailed_and_to_who_is_here_it_is_not(cast, smtp):
    for person, seen in ((cast.sara, None), (cast.reza, timezone.now() + timedelta(minutes=1))):
        Person.objects.filter(pk=person.pk).update(seen_at=seen)
        record(CASE_ASSIGNED, make_case(cast, assignee=person), by=cast.nahid, to=person.name)
    later(minutes=2)
    send()
    assert [one.recipients for one in smtp.taken] == [["sara@example.ir"]]


def test_the_link_under_a_mail_is_of_its_kind_or_of_all(cast, case, smtp):
    said(case)
    later(minutes=2)
    send()
    assert notice_mails.fewer_url(cast.sara, "message_received") in text_of(mails(smtp)[0])
    said(case)
    said(case, "یادداشت", Direction.NOTE, author=cast.reza)
    later(minutes=7)
    send()
    assert notice_mails.fewer_url(cast.sara, "") in text_of(mails(smtp)[1])
