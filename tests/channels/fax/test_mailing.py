"""Answers by a provider's mail address: the pages attached and nothing else, given once, and its reports read as what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from django.utils import timezone

from sandali.cases.jobs import read_arrivals
from sandali.channels import asking
from sandali.channels.actions import queue_delivery, send_delivery, store_arrival
from sandali.channels.adapter import (
    Looked,
    Outgoing,
    OutgoingFile,
    Party,
    Refused,
    Sent,
    TryLater,
    Unclear,
    Unreadable,
)
from sandali.channels.fax.adapter import look_up, read, reports, send
from sandali.channels.fax.reports import judged, tag_of
from sandali.channels.fax.settings_form import FaxSettings
from sandali.channels.fax.tiff import pages_of
from sandali.channels.models import Arrival, Delivery, DeliveryPart, DeliveryState, Reached
from sandali.channels.setup import create_channel
from sandali.kit import files
from sandali.kit.pdf_pages import first_page
from tests import pdfs
from tests.channels.fax.test_reading import TIFF

pytestmark = pytest.mark.django_db
FAX = Outgoing("m1@simorgh.example", Party("fax", "+982133445566"), "Sara", "Your order", "سلام، سفارش ۱۲ رسید.", "", "fa", reference="42")


@pytest.fixture
def by_mail(cast, smtp):
    """A line whose answers leave by a provider's address."""
    def make(**more):
        settings = {
            "line": "+982188776655", "region": "IR", "mail_from": "@fax.example", "mail_to": "{number}@send.fax.example", "mail_file": "pdf",
            "mail_address": "fax@simorgh.example", "smtp_host": "127.0.0.1", "smtp_port": smtp.port, "smtp_security": "none", **more,
        }  # fmt: skip
        secrets = {"mail_pin": "4711", "smtp_password": smtp.password}
        return create_channel(kind="fax", name="Fax", by=cast.admin, department=cast.support, address="+982188776655", settings=settings, secrets=secrets)

    return make


def report(subject: str, text: str = "", *, sender: str = "reports@fax.example", about: str = "") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, "fax@simorgh.example", subject, "<r1@fax.example>"
    if about:
        made["In-Reply-To"] = f"<{about}@simorgh.example>"
    made.set_content(text)
    return made.as_bytes()


def test_the_pages_leave_attached_to_the_number_with_no_word_of_ours_beside_them(by_mail, smtp):
    tag = tag_of("42")
    kept = (OutgoingFile("offer.pdf", "application/pdf", files.put(pdfs.pdf())),)
    assert send(by_mail(), replace(FAX, files=kept)) == Sent(external_id=tag, parts=(tag,))
    [taken] = smtp.taken
    mail = message_from_bytes(taken.content)
    assert (taken.sender, taken.recipients, mail["Subject"], mail["Message-ID"]) == ("fax@simorgh.example", ["02133445566@send.fax.example"], tag, f"<{tag}@simorgh.example>")
    words, answer, offer = mail.get_payload()
    assert words.get_payload().strip() == ""
    assert [(part.get_filename(), part.get_content_type()) for part in (answer, offer)] == [(f"{tag}.pdf", "application/pdf"), (f"{tag}-2.pdf", "application/pdf")]
    assert (first_page(answer.get_payload(decode=True)).pages, offer.get_payload(decode=True)) == (1, pdfs.pdf())


@pytest.mark.parametrize(("way", "to", "local", "subject"), [
    ("home", "+982133445566", "02133445566", "4711 to 02133445566"), ("international", "+982133445566", "982133445566", "4711 to 982133445566"),
    ("plus", "+982133445566", "+982133445566", "4711 to +982133445566"), ("home", "+4930123456", "004930123456", "4711 to 004930123456"),
])  # fmt: skip
def test_number_pin_and_kind_of_file_are_as_the_provider_wants_them(by_mail, smtp, way, to, local, subject):
    send(by_mail(mail_number=way, mail_subject="{pin} to {number}", mail_file="tiff"), replace(FAX, to=Party("fax", to)))
    mail = message_from_bytes(smtp.taken[0].content)
    assert (smtp.taken[0].recipients, mail["Subject"]) == ([f"{local}@send.fax.example"], subject)
    [page] = mail.get_payload()[1:]
    assert (page.get_content_type(), pages_of(page.get_payload(decode=True))) == ("image/tiff", 1)


@pytest.mark.parametrize(("trouble", "raised"), [
    ({"recipient_answers": {"02133445566@send.fax.example": "550 5.1.1 no such user"}}, Refused), ({"data_answer": "554 no"}, Refused),
    ({"mail_answer": "451 later"}, TryLater), ({"cuts_at_mail": 1}, TryLater), ({"password": "another"}, TryLater),
])  # fmt: skip
def test_a_server_that_takes_nothing_is_refused_or_waited_for(by_mail, smtp, trouble, raised):
    line = by_mail()
    for name, value in trouble.items():
        setattr(smtp, name, value)
    with pytest.raises(raised, match=r"."):
        send(line, FAX)
    assert smtp.taken == []


@pytest.mark.reliability("D3")
def test_a_line_that_breaks_behind_the_mail_leaves_it_unclear_and_nothing_is_sent_twice(by_mail, smtp, cast):
    line = by_mail()
    smtp.cuts_after_data = 1
    with pytest.raises(Unclear):
        send(line, FAX)
    assert (len(smtp.taken), look_up(line, FAX, since=timezone.now())) == (1, Looked())
    store_arrival(line, report("Success", about=tag_of("42")), source="pipe")
    read_arrivals.func()
    assert look_up(line, FAX, since=timezone.now()) == Looked(Sent(external_id=tag_of("42"), parts=(tag_of("42"),)))


def test_a_number_that_is_none_is_refused_before_anything_is_drawn(by_mail, smtp):
    with pytest.raises(Refused):
        send(by_mail(), replace(FAX, to=Party("fax", "acme trading")))
    assert smtp.sessions == 0


@pytest.mark.parametrize(("subject", "text", "reached", "reason"), [
    ("Fax sent to +982133445566", "", "delivered", ""), ("Re: {tag}", "Your fax was transmitted successfully.\n2 pages", "delivered", ""),
    ("Fax report", "Status: OK\nPages: 1", "delivered", ""), ("گزارش نمابر", "نمابر شما با موفقیت ارسال شد.", "delivered", ""),
    ("Fax FAILED: {tag}", "busy", "failed", "Fax FAILED: {tag}"), ("Fax report", "Hello\nResult: No answer after 3 tries", "failed", "Result: No answer after 3 tries"),
    ("Unsuccessful fax", "", "failed", "Unsuccessful fax"), ("گزارش نمابر", "نمابر ارسال نشد: خط اشغال است.", "failed", "نمابر ارسال نشد: خط اشغال است."),
])  # fmt: skip
def test_a_providers_report_is_read_as_delivery_or_refusal(by_mail, subject, text, reached, reason):
    line, tag = by_mail(), tag_of("42")
    [found] = read(report(subject.replace("{tag}", tag), text, about=tag), settings=line.settings)
    assert [(one.external_id, one.reached, one.reason, one.reference) for one in found.receipts] == [(tag, reached, reason.replace("{tag}", tag), "42")]
    assert (found.sender, found.automatic) == (None, "")


@pytest.mark.parametrize("text", ["Your fax has been accepted and will be sent shortly.", "درخواست شما در صف ارسال است."])
def test_a_report_that_it_is_on_its_way_says_nothing_yet_and_opens_no_case(by_mail, text):
    [found] = read(report("Fax", text, about=tag_of("42")), settings=by_mail().settings)
    assert (found.receipts, found.automatic) == ((), "command")


@pytest.mark.parametrize("words", ["", "Fax report", "Sent 1 of 2 pages, then failed", "Queued again after an error"])
def test_what_says_neither_or_both_is_judged_by_nobody(words):
    assert judged(words) == ""


def test_a_report_that_says_nothing_clear_is_set_aside_and_so_is_a_strangers(by_mail):
    settings = by_mail().settings
    for raw in (report("Fax", "Job 12", about=tag_of("42")), report("Fax sent", sender="x@elsewhere.example", about=tag_of("42"))):
        with pytest.raises(Unreadable, match=r"\.$"):
            read(raw, settings=settings)


def test_a_tag_that_we_did_not_give_is_none_of_ours(by_mail):
    with pytest.raises(Unreadable):
        read(report("Fax sent", about="sandali-42-" + "a" * 20), settings=by_mail().settings)


def test_a_report_with_the_pages_is_no_fax_from_somebody(by_mail):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "reports@fax.example", "fax@simorgh.example", "Fax sent to 02133445566"
    made.set_content("See attached.")
    made.add_attachment(TIFF, "image", "tiff", filename=f"{tag_of('42')}.tif")
    [found] = read(made.as_bytes(), settings=by_mail().settings)
    assert ([one.reached for one in found.receipts], found.attachments) == (["delivered"], ())


def test_a_mail_servers_own_report_is_a_refusal_whoever_it_comes_from(by_mail):
    raw = (
        "From: MAILER-DAEMON@mx.simorgh.example\r\nTo: fax@simorgh.example\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.simorgh.example\r\n\r\n"
        "Final-Recipient: rfc822; 02133445566@send.fax.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n"
        f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{tag_of('42')}@simorgh.example>\r\n\r\n--b--\r\n"
    )
    [found] = read(raw.encode(), settings=by_mail().settings)
    assert [(one.external_id, one.reached) for one in found.receipts] == [(tag_of("42"), "failed")]


def test_a_delivery_is_followed_by_mail_and_never_asked_for(by_mail, cast, smtp):
    line = by_mail()
    delivery, _made = queue_delivery(line, FAX, dedupe_key="k", thread="case:1", by=cast.sara)
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    [tag] = DeliveryPart.objects.values_list("external_id", flat=True)
    DeliveryPart.objects.update(ask_at=timezone.now() - timedelta(seconds=1))
    asking.ask_channel(line.pk)
    assert (reports(line, (tag,)), Delivery.objects.get().reached) == ([], Reached.SENT)
    store_arrival(line, report("Fax delivered", about=tag), source="pipe")
    read_arrivals.func()
    assert (Delivery.objects.get().reached, Arrival.objects.get().state, len(smtp.taken)) == (Reached.DELIVERED, "ignored", 1)


TYPED = {
    "line": "021-88776655", "name": "Fax", "mail_to": "{number}@send.fax.example", "mail_number": "home", "mail_file": "pdf", "mail_subject": "{pin}",
    "mail_pin": "4711", "mail_address": "fax@simorgh.example", "smtp_host": "127.0.0.1", "smtp_security": "none", "smtp_password": "right password",
}  # fmt: skip


def test_the_form_keeps_what_sending_by_mail_needs_and_its_secrets_apart(cast, smtp):
    made = FaxSettings({**TYPED, "smtp_port": str(smtp.port)})
    assert made.is_valid(), made.errors
    assert [step.ok for step in made.trial({})] == [True, True, True]
    line = made.keep(by=cast.admin)
    assert {name for name in line.settings if name.startswith(("mail_", "smtp_"))} == {
        "mail_to", "mail_number", "mail_file", "mail_subject", "mail_address", "smtp_host", "smtp_port", "smtp_security",
    }  # fmt: skip
    again = FaxSettings({**TYPED, "mail_pin": "", "smtp_password": "", "smtp_port": str(smtp.port)}, channel=line)
    assert again.is_valid(), again.errors
    assert (smtp.taken, "4711" in again.as_p()) == ([], False)


@pytest.mark.parametrize(("typed", "wrong"), [
    ({"mail_to": "fax@send.example"}, {"mail_to"}), ({"mail_to": "{number}{number}@x.example"}, {"mail_to"}), ({"mail_to": "{number}@x{y}.example"}, {"mail_to"}),
    ({"mail_to": ""}, {"mail_to"}), ({"mail_address": ""}, {"mail_address"}), ({"smtp_host": "", "mail_address": "no"}, {"smtp_host", "mail_address"}),
    ({"mail_pin": ""}, {"mail_pin"}), ({"smtp_host": "a b"}, {"smtp_host"}),
])  # fmt: skip
def test_the_form_says_what_sending_by_mail_lacks(cast, typed, wrong):
    assert set(FaxSettings({**TYPED, **typed}).errors) == wrong
