"""What could not be read, through the page."""

import pytest
from django.urls import reverse

from sandali.channels.actions import quarantine, store_arrival
from sandali.channels.models import Arrival

pytestmark = pytest.mark.django_db
PAGE = "/settings/quarantine/"
HOSTILE = b"<script>alert(1)</script>"


def set_aside(cast, raw: bytes = HOSTILE, error: str = "The mail is empty.") -> Arrival:
    arrival, _made = store_arrival(cast.channel, raw, source="imap")
    quarantine(arrival, error)
    return Arrival.objects.get(pk=arrival.pk)


@pytest.mark.reliability("A11")
def test_a_lead_sees_the_reason_and_the_channel(cast, lead):
    set_aside(cast)
    page = lead.get(PAGE).content.decode()
    assert "نامه خالی است." in page and "Support" in page


@pytest.mark.reliability("A11")
def test_the_raw_letter_is_saved_and_never_shown(cast, lead):
    arrival = set_aside(cast)
    answer = lead.get(reverse("settings_quarantine_raw", args=[arrival.pk]))
    assert b"".join(answer.streaming_content) == HOSTILE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.reliability("A11")
def test_one_is_tried_again(cast, lead):
    arrival, other = set_aside(cast), set_aside(cast, b"other")
    lead.post(reverse("settings_quarantine_retry", args=[arrival.pk]))
    assert [Arrival.objects.get(pk=one.pk).state for one in (arrival, other)] == ["new", "quarantined"]


def test_all_are_tried_again(cast, lead):
    set_aside(cast)
    set_aside(cast, b"other")
    lead.post(reverse("settings_quarantine_retry_all"))
    assert list(Arrival.objects.values_list("state", flat=True)) == ["new", "new"]


@pytest.mark.parametrize("path", ["raw", "retry"])
def test_what_was_read_is_not_found_here(cast, lead, path):
    arrival, _made = store_arrival(cast.channel, b"good", source="imap")
    client_method = lead.get if path == "raw" else lead.post
    assert client_method(reverse(f"settings_quarantine_{path}", args=[arrival.pk])).status_code == 404


def test_the_list_goes_on_where_the_page_ended_and_the_part_agrees(cast, lead):
    Arrival.objects.bulk_create(
        Arrival(channel=cast.channel, sha256=f"{number:064}", size=number, state="quarantined", error=f"reason {number};") for number in range(35)
    )
    first = lead.get(PAGE).content.decode()
    oldest = Arrival.objects.order_by("-id")[29]
    more = f"{PAGE}?before={oldest.pk}"
    assert more in first and first.count("reason ") == 30
    whole = lead.get(more).content.decode()
    part = lead.get(more, headers={"HX-Request": "true", "HX-Target": "ul#quarantine-rows"}).content.decode()
    assert [f"reason {number};" in whole for number in range(6)] == [True] * 5 + [False]
    assert part.count("reason ") == 5 and "<html" not in part


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "۳"])
@pytest.mark.reliability("H9")
def test_a_strange_page_mark_is_no_error(cast, lead, before):
    assert lead.get(PAGE, {"before": before}).status_code == 200
