"""Writing in a case: nothing typed is lost, nothing is sent twice, notes stay inside."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from sandali.cases.models import Attachment, Case, Draft, Message
from sandali.channels.models import Delivery
from sandali.kit.files import path_of
from tests.cast import make_case

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "form"}


@pytest.fixture
def sara(client, cast):
    client.force_login(cast.sara)
    return client


def send(client, case, **fields):
    headers = fields.pop("headers", None)
    return client.post(f"/cases/{case.pk}/messages/?box=all", {"kind": "reply", "key": "k1", "text": "سلام", **fields}, headers=headers)


@pytest.mark.reliability("D1")
def test_a_form_posted_twice_sends_one_answer(sara, cast):
    case = make_case(cast)
    assert [send(sara, case).status_code for _time in range(2)] == [303, 303]
    assert (Delivery.objects.count(), Message.objects.filter(direction="out").count()) == (1, 1)


@pytest.mark.parametrize("after, state", [("waiting", "waiting"), ("open", "open"), ("answered", "answered"), ("", "waiting"), ("confirmed", "waiting")])
def test_the_way_of_sending_says_what_the_case_becomes(sara, cast, after, state):
    case = make_case(cast)
    send(sara, case, after=after)
    assert Case.objects.get(pk=case.pk).state == state


def test_after_sending_the_form_is_fresh_and_the_toast_can_take_it_back(sara, cast):
    case = make_case(cast)
    Draft.objects.create(case=case, person=cast.sara, text="سل")
    html = send(sara, case, headers=HTMX).content.decode()
    message = Message.objects.get(direction="out")
    assert [html.count(f'hx-target="#{name}"') for name in ("case-thread", "case-head", "case-composer", "toasts")] == [1, 1, 1, 1]
    assert html.count(f'<form method="post" action="/cases/{case.pk}/messages/{message.pk}/withdrawal/"') == 2
    assert (Draft.objects.count(), 'value="k1"' in html) == (0, False)


@pytest.mark.parametrize("fields", [{"text": "  "}, {"key": ""}])
def test_what_cannot_be_sent_comes_back_with_a_sentence_and_the_text(sara, cast, fields):
    case = make_case(cast)
    text = fields.get("text", "متنی که نباید گم شود")
    answer = send(sara, case, **{"text": text, **fields})
    html = answer.content.decode()
    assert (answer.status_code, Delivery.objects.count()) == (422, 0)
    assert 'class="field-error"' in html and f"{text}</textarea>" in html


def test_with_htmx_a_refused_form_stays_as_it_is_and_only_the_sentence_comes(sara, cast):
    case = make_case(cast)
    cast.mina.identities.all().delete()
    answer = send(sara, case, text="نوشتهٔ بلند", headers=HTMX)
    html = answer.content.decode()
    assert (answer.status_code, html.count("<hx-partial"), "composer-error" in html) == (422, 1, True)
    assert Draft.objects.get().text == "نوشتهٔ بلند"


def test_files_go_along_and_are_kept_by_their_content(sara, cast):
    case = make_case(cast)
    files = [SimpleUploadedFile("رسید.pdf", b"%PDF-1", "application/pdf"), SimpleUploadedFile("../../etc/passwd", b"x", "text/plain")]
    send(sara, case, files=files)
    assert list(Attachment.objects.values_list("name", "size")) == [("رسید.pdf", 6), ("passwd", 1)]
    assert [file["name"] for file in Delivery.objects.get().payload["files"]] == ["رسید.pdf", "passwd"]


@override_settings(MAX_UPLOAD=10)
def test_too_much_is_refused_before_anything_is_sent(sara, cast):
    case = make_case(cast)
    answer = send(sara, case, files=[SimpleUploadedFile("a.bin", b"x" * 11)])
    assert (answer.status_code, Delivery.objects.count(), Draft.objects.get().text) == (422, 0, "سلام")


@pytest.mark.reliability("D9")
def test_a_note_is_never_sent(sara, cast):
    case = make_case(cast)
    send(sara, case, kind="note", text="میان خودمان", after="waiting")
    assert (Delivery.objects.count(), Message.objects.filter(direction="note").get().text) == (0, "میان خودمان")
    assert Case.objects.get(pk=case.pk).state == "new"


def test_a_kind_that_there_is_not_is_a_note_and_never_an_answer(sara, cast):
    send(sara, make_case(cast), kind="nonsense")
    assert (Delivery.objects.count(), Message.objects.filter(direction="note").count()) == (0, 1)


def test_a_call_is_written_down_with_its_time_in_any_digits(sara, cast):
    case = make_case(cast)
    send(sara, case, kind="contact", direction="visit", clock="۰۰:۰۱", text="آمد")
    message = Message.objects.get(direction="visit")
    assert (message.text, message.at.minute, message.author) == ("آمد", 31, cast.sara)


@pytest.mark.parametrize("day, clock, at", [
    ("۱۴۰۳/۰۲/۰۱", "۱۰:۱۵", datetime(2024, 4, 20, 6, 45, tzinfo=UTC)), ("2024-04-20", "10.15", datetime(2024, 4, 20, 6, 45, tzinfo=UTC)),
])  # fmt: skip
def test_a_call_of_another_day_is_written_down_with_that_day_and_time(sara, cast, day, clock, at):
    send(sara, make_case(cast), kind="contact", direction="call", day=day, clock=clock, text="گفت")
    assert Message.objects.get(direction="call").at == at


def test_a_day_without_a_time_is_that_day_at_this_time(sara, cast):
    yesterday = timezone.now() - timedelta(days=1)
    send(sara, make_case(cast), kind="contact", direction="call", day=yesterday.astimezone(ZoneInfo("Asia/Tehran")).date().isoformat(), text="گفت")
    assert abs(Message.objects.get(direction="call").at - yesterday) < timedelta(minutes=1)


def test_a_call_that_waited_for_the_connection_has_the_time_when_it_was_written(sara, cast):
    send(sara, make_case(cast), kind="contact", direction="call", age="3600", text="گفت")
    assert abs(Message.objects.get(direction="call").at - (timezone.now() - timedelta(hours=1))) < timedelta(minutes=1)


def test_a_call_that_waited_while_the_customer_wrote_is_a_choice_and_what_was_written_once_stays(sara, cast):
    case = make_case(cast)
    waited = {"kind": "contact", "direction": "call", "text": "گفت", "key": "k1", "age": "60", "seen": "0"}
    came = send(sara, case, **waited)
    last = re.search(r'name="despite" value="(\d+)"', came.content.decode())[1]
    assert (came.status_code, Message.objects.filter(direction="call").count()) == (409, 0)
    assert send(sara, case, **waited, despite=last).status_code == 303
    assert (send(sara, case, **waited).status_code, Message.objects.filter(direction="call").count()) == (303, 1)


@pytest.mark.parametrize("clock", ["", "00:00"])
def test_a_day_to_come_is_refused_with_a_sentence(sara, cast, clock):
    answer = send(sara, make_case(cast), kind="contact", direction="call", day="1499/01/01", clock=clock, text="گفت")
    assert (answer.status_code, "این زمان هنوز نرسیده است." in answer.content.decode()) == (422, True)
    assert Message.objects.filter(direction="call").count() == 0


def test_the_day_is_picked_from_a_jalali_calendar_that_ends_today(sara, cast):
    html = sara.get(f"/cases/{make_case(cast).pk}/").content.decode()
    element = re.search(r"<s-date [^>]*>(?=<input[^>]*contact-day)", html)[0]
    today = timezone.now().astimezone(ZoneInfo("Asia/Tehran")).date()
    assert ('calendar="jalali"' in element, f'max="{today.isoformat()}"' in element) == (True, True)


@pytest.mark.parametrize("fields", [{"clock": "25:00"}, {"clock": "x"}, {"day": "1403/13/40"}, {"direction": "in"}])
def test_a_contact_that_makes_no_sense_is_refused_with_its_text(sara, cast, fields):
    case = make_case(cast)
    answer = send(sara, case, kind="contact", **{"direction": "call", "text": "گفت", **fields})
    assert (answer.status_code, Message.objects.count(), Draft.objects.get().text) == (422, 1, "گفت")


@pytest.mark.parametrize("who, kind, status", [
    ("reza", "reply", 303), ("parvaneh", "reply", 403), ("parvaneh", "note", 303), ("parvaneh", "contact", 403), ("omid", "note", 404),
])  # fmt: skip
def test_who_may_write_what(client, cast, who, kind, status):
    case = make_case(cast)
    client.force_login(getattr(cast, who))
    assert send(client, case, kind=kind, direction="call").status_code == status
    assert Message.objects.filter(case=case).count() == (2 if status == 303 else 1)


def test_drafts_are_kept_and_come_back_in_the_form(sara, cast):
    case = make_case(cast)
    assert sara.post(f"/cases/{case.pk}/draft/", {"kind": "note", "text": "نیمه‌کاره"}).status_code == 204
    html = sara.get(f"/cases/{case.pk}/").content.decode()
    assert "نیمه‌کاره</textarea>" in html
    assert 'name="kind" value="note" checked' in html
    sara.post(f"/cases/{case.pk}/draft/", {"kind": "note", "text": ""})
    assert Draft.objects.count() == 0


@pytest.mark.reliability("D5")
def test_an_answer_is_taken_back_into_the_form_once(sara, cast):
    case = make_case(cast)
    send(sara, case, text="زود بود")
    address = f"/cases/{case.pk}/messages/{Message.objects.get(direction='out').pk}/withdrawal/"
    html = sara.post(address, headers=HTMX).content.decode()
    assert "زود بود</textarea>" in html
    assert Delivery.objects.get().state == "cancelled"
    assert sara.post(address, headers=HTMX).status_code == 200
    assert (Draft.objects.get().text, Delivery.objects.get().state) == ("زود بود", "cancelled")


def returned_tokens(html):
    """The signed names of the files that stand in the form."""
    return re.findall(r'name="returned" value="([^"]+)" checked', html)


PAPER = ("رسید.pdf", b"%PDF-1", "application/pdf")


@pytest.mark.reliability("D5")
@pytest.mark.parametrize("text", ["با پیوست", ""])
@pytest.mark.parametrize("headers", [HTMX, None])
def test_the_files_of_an_answer_taken_back_return_to_the_form_and_leave_with_the_next(sara, cast, text, headers):
    case = make_case(cast)
    send(sara, case, text=text, files=[SimpleUploadedFile(*PAPER)])
    page = sara.post(f"/cases/{case.pk}/messages/{Message.objects.get(direction='out').pk}/withdrawal/", headers=headers)
    html = (page if headers else sara.get(f"/cases/{case.pk}/")).content.decode()
    [token] = returned_tokens(html)
    assert "رسید.pdf" in html
    send(sara, case, key="k2", text=text, returned=token)
    message = Message.objects.filter(direction="out", withdrawn_at=None).get()
    own = [(file.name, file.content_type, file.size) for file in message.attachments.all()]
    assert (own, [file["name"] for file in message.delivery.payload["files"]]) == ([("رسید.pdf", "application/pdf", 6)], ["رسید.pdf"])
    assert len(set(Attachment.objects.values_list("sha256", flat=True))) == 1
    assert returned_tokens(sara.get(f"/cases/{case.pk}/").content.decode()) == []


def test_a_file_that_is_left_out_of_the_form_does_not_leave(sara, cast):
    case = make_case(cast)
    send(sara, case, files=[SimpleUploadedFile(*PAPER)])
    sara.post(f"/cases/{case.pk}/messages/{Message.objects.get(direction='out').pk}/withdrawal/")
    send(sara, case, key="k2")
    assert Message.objects.filter(direction="out", withdrawn_at=None).get().file_count == 0


def test_files_that_returned_stay_in_the_form_when_its_kind_is_changed(sara, cast):
    case = make_case(cast)
    send(sara, case, files=[SimpleUploadedFile(*PAPER)])
    sara.post(f"/cases/{case.pk}/messages/{Message.objects.get(direction='out').pk}/withdrawal/")
    sara.post(f"/cases/{case.pk}/draft/", {"kind": "contact", "text": "سلام"})
    assert len(returned_tokens(sara.get(f"/cases/{case.pk}/").content.decode())) == 1


def test_files_return_to_whoever_took_the_answer_back_and_to_nobody_else(client, cast):
    case = make_case(cast)
    client.force_login(cast.sara)
    send(client, case, files=[SimpleUploadedFile(*PAPER)])
    for person in (cast.sara, cast.reza):
        Draft.objects.create(case=case, person=person, text="نیمه‌کاره")
    client.force_login(cast.reza)
    client.post(f"/cases/{case.pk}/messages/{Message.objects.get(direction='out').pk}/withdrawal/")
    found = {}
    for person in (cast.sara, cast.reza):
        client.force_login(person)
        found[person.name] = len(returned_tokens(client.get(f"/cases/{case.pk}/").content.decode()))
    assert found == {"Sara": 0, "Reza": 1}


def test_without_javascript_a_refused_form_comes_back_with_its_files_and_what_was_typed(sara, cast):
    case = make_case(cast)
    answer = send(sara, case, kind="contact", direction="visit", text=" ", day="۱۴۰۳/۰۲/۰۱", clock="10:15", files=[SimpleUploadedFile(*PAPER)])
    html = answer.content.decode()
    [token] = returned_tokens(html)
    assert (answer.status_code, 'name="direction" value="visit" checked' in html) == (422, True)
    assert ('value="۱۴۰۳/۰۲/۰۱"' in html, 'name="clock" value="10:15"' in html) == (True, True)
    again = send(sara, case, kind="contact", direction="visit", text="آمد", day="۱۴۰۳/۰۲/۰۱", clock="10:15", returned=token)
    assert (again.status_code, Attachment.objects.get().name) == (303, "رسید.pdf")


def test_no_one_else_and_no_other_case_can_use_a_signed_file_nor_a_forged_or_a_lost_one(client, cast):
    case, other = make_case(cast), make_case(cast)
    client.force_login(cast.sara)
    [token] = returned_tokens(send(client, case, kind="contact", direction="in", files=[SimpleUploadedFile(*PAPER)]).content.decode())
    assert send(client, other, returned=token).status_code == 422
    assert send(client, case, returned=token.replace("/", "a/", 1)).status_code == 422
    client.force_login(cast.reza)
    assert send(client, case, returned=token).status_code == 422
    client.force_login(cast.sara)
    path_of(hashlib.sha256(PAPER[1]).hexdigest()).unlink()
    refused = send(client, case, returned=token)
    assert (refused.status_code, returned_tokens(refused.content.decode()), Delivery.objects.count()) == (422, [], 0)
    assert "سلام</textarea>" in refused.content.decode()


@override_settings(MAX_UPLOAD=10)
def test_files_that_returned_count_towards_what_may_go_along(sara, cast):
    case = make_case(cast)
    [token] = returned_tokens(send(sara, case, kind="contact", direction="in", files=[SimpleUploadedFile("a", b"x" * 6)]).content.decode())
    answer = send(sara, case, returned=token, files=[SimpleUploadedFile("b", b"x" * 5)])
    assert (answer.status_code, returned_tokens(answer.content.decode()) != [], Delivery.objects.count()) == (422, True, 0)


def test_too_late_is_said_and_nothing_changes(sara, cast):
    case = make_case(cast)
    send(sara, case)
    Delivery.objects.update(state="sent", attempts=1)
    sara.post(f"/cases/{case.pk}/messages/{Message.objects.get(direction='out').pk}/withdrawal/")
    assert (Delivery.objects.get().state, Draft.objects.count(), Message.objects.get(direction="out").withdrawn_at) == ("sent", 0, None)


def test_a_refused_answer_says_why_and_is_sent_again_on_demand(sara, cast):
    case = make_case(cast)
    send(sara, case)
    Delivery.objects.update(state="failed", reason="550 no such user", attempts=3)
    assert "550 no such user" in sara.get(f"/cases/{case.pk}/").content.decode()
    message = Message.objects.get(direction="out")
    sara.post(f"/cases/{case.pk}/messages/{message.pk}/retry/")
    assert (Delivery.objects.get().state, Delivery.objects.get().message_id) == ("queued", message.external_id)


@pytest.mark.parametrize("act", ["withdrawal", "retry"])
@pytest.mark.parametrize("who, status", [("parvaneh", 403), ("omid", 404)])
def test_who_may_take_back_or_try_again(client, cast, act, who, status):
    case = make_case(cast)
    message = Message.objects.get(case=case)
    client.force_login(getattr(cast, who))
    assert client.post(f"/cases/{case.pk}/messages/{message.pk}/{act}/").status_code == status
    assert client.get(f"/cases/{case.pk}/messages/{message.pk}/{act}/").status_code == 405


@pytest.mark.reliability("H4")
def test_a_message_of_another_case_is_not_found(sara, cast):
    one, other = make_case(cast), make_case(cast)
    message = Message.objects.get(case=other)
    assert sara.post(f"/cases/{one.pk}/messages/{message.pk}/withdrawal/").status_code == 404
