"""An answer leaves as a fax once, whatever the fax server says or does not say, and is followed to its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from sandali.channels import asking
from sandali.channels.actions import queue_delivery, send_delivery
from sandali.channels.adapter import Looked, Outgoing, OutgoingFile, Party, Refused, Sent, TryLater
from sandali.channels.fax.adapter import look_up, reports, send
from sandali.channels.fax.settings_form import FaxSettings
from sandali.channels.fax.tiff import pages_of
from sandali.channels.models import Delivery, DeliveryPart, DeliveryState, Reached
from sandali.kit import files
from tests.channels.fax.test_reading import PDF, TIFF

pytestmark = pytest.mark.django_db
FAX = Outgoing("m1@simorgh.example", Party("fax", "+982133445566"), "Sara", "", "سلام، سفارش ۱۲ رسید.", "", "fa", reference="42")


def test_the_text_leaves_as_a_page_to_the_number_as_it_is_dialled_at_home(server, line):
    assert send(line, FAX) == Sent(external_id="sandali-42", parts=("sandali-42",))
    [job] = server.jobs
    assert (job["dial"], job["tag"], [pages_of(bytes.fromhex(file)) for file in job["files"]]) == ("02133445566", "sandali-42", [1])


def test_the_telephone_systems_prefix_the_server_and_numbers_abroad(server, line):
    line.settings |= {"before": "9,", "server": "fax.lan"}
    send(line, replace(FAX, to=Party("fax", "+4930123456")))
    assert [(job["dial"], job["host"]) for job in server.jobs] == [("9,004930123456", "fax.lan")]


def test_a_long_answer_takes_several_pages_and_files_go_behind_it(server, line):
    kept = tuple(OutgoingFile(name, "x", files.put(content)) for name, content in (("a.tif", TIFF), ("b.pdf", PDF)))
    send(line, replace(FAX, text="سلام و درود بر شما. " * 600, files=kept))
    first, second, third = (bytes.fromhex(file) for file in server.jobs[0]["files"])
    assert (pages_of(first) > 1, second, third) == (True, TIFF, PDF)


@pytest.mark.parametrize("outgoing", [
    replace(FAX, to=Party("fax", "acme trading")), replace(FAX, text="x " * 200_000), replace(FAX, text="x" * 400_000), replace(FAX, text=" "),
])  # fmt: skip
def test_what_cannot_be_faxed_is_refused_in_a_sentence_and_nothing_leaves(server, line, outgoing):
    with pytest.raises(Refused, match=r"\.$"):
        send(line, outgoing)
    assert server.jobs == []


def test_a_file_that_is_no_page_is_refused_by_its_name(server, line):
    with pytest.raises(Refused, match="letter.docx"):
        send(line, replace(FAX, files=(OutgoingFile("letter.docx", "x", files.put(b"PK\x03\x04")),)))


@pytest.mark.parametrize(("trouble", "fault"), [("down", True), ("refuses", False)])
def test_while_the_fax_server_takes_nothing_the_answer_waits(server, line, trouble, fault):
    server.trouble(trouble)
    with pytest.raises(TryLater) as caught:
        send(line, FAX)
    assert (caught.value.channel_fault, server.jobs) == (fault, [])


def test_without_hylafaxs_programs_the_answer_waits(line, settings):
    settings.SENDFAX = settings.FAXSTAT = "/nowhere/sendfax"
    with pytest.raises(TryLater) as caught:
        send(line, FAX)
    assert caught.value.channel_fault


@pytest.mark.reliability("D3")
def test_a_job_whose_number_was_lost_is_found_by_its_tag_and_never_handed_over_twice(server, line):
    server.trouble("dies")
    assert send(line, FAX).external_id == "sandali-42"
    server.trouble("")
    assert send(line, FAX).external_id == "sandali-42"
    assert len(server.jobs) == 1


def test_what_the_server_does_not_show_is_proven_to_be_absent_only_for_as_long_as_it_shows_all(server, line):
    now = timezone.now()
    assert look_up(line, FAX, since=now) == Looked(proven=True)
    assert look_up(line, FAX, since=now - timedelta(hours=1)) == Looked(proven=False)
    send(line, FAX)
    assert look_up(line, FAX, since=now).sent == Sent(external_id="sandali-42", parts=("sandali-42",))


def test_how_it_ended_is_asked_and_a_foreign_job_is_none_of_ours(server, line):
    send(line, FAX)
    send(line, replace(FAX, reference="43"))
    assert reports(line, ("sandali-42", "sandali-43")) == []
    server.end(1, "D")
    server.end(2, "F", "No answer from remote; too many attempts to dial")
    told = reports(line, ("sandali-42", "sandali-43", "sandali-44"))
    assert [(one.external_id, one.reached, one.reason) for one in told] == [
        ("sandali-42", "delivered", ""), ("sandali-43", "failed", "No answer from remote; too many attempts to dial"),
    ]  # fmt: skip


def test_a_delivery_is_followed_until_it_is_there(server, line, cast, django_capture_on_commit_callbacks):
    delivery, _made = queue_delivery(line, FAX, dedupe_key="k", thread="case:1", by=cast.sara)
    assert send_delivery(delivery.pk) == DeliveryState.SENT
    server.end(1, "D")
    DeliveryPart.objects.update(ask_at=timezone.now() - timedelta(seconds=1))
    asking.ask_channel(line.pk)
    assert (Delivery.objects.get().reached, len(server.jobs)) == (Reached.DELIVERED, 1)


def form(**typed):
    return FaxSettings({"line": "021-88776655", "name": "Fax", **typed})


def test_the_form_keeps_a_line_and_says_what_is_wrong(server, cast):
    made = form(mail_from="@Fax.example", mail_patterns="fax from {number}", before="۹،")
    assert made.is_valid(), made.errors
    channel = made.keep(by=cast.admin)
    assert (channel.address, channel.settings) == ("+982188776655", {
        "line": "+982188776655", "mail_from": "@fax.example", "mail_patterns": "fax from {number}", "before": "9,", "region": "IR",
    })  # fmt: skip
    wrong = form(line="12", server="-oProxyCommand=x", before="9;rm", mail_from="fax", mail_patterns="fax from")
    assert set(wrong.errors) == {"line", "server", "before", "mail_from", "mail_patterns"}


@pytest.mark.parametrize(("trouble", "oks"), [("", [True, True]), ("down", [True, False])])
def test_the_fax_server_is_asked_how_it_is_and_nothing_is_sent(server, cast, trouble, oks):
    server.trouble(trouble)
    made = form()
    assert made.is_valid()
    assert ([step.ok for step in made.trial({})], server.jobs) == (oks, [])
