"""`sandali fax`: one fax in, on disk before it says yes, once, and never before it is whole."""

from __future__ import annotations

import pytest

from sandali import fax_pipe
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Attachment, Case, Message
from sandali.channels.models import Arrival, ArrivalState, DeliveryPart, Reached
from sandali.channels.spool import ensure_spool, fax_commands, spool_folder, sweep_spool
from sandali.customers.models import Identity
from tests.channels.fax.conftest import line, server  # noqa: F401 - fixtures
from tests.channels.fax.test_reading import TIFF, TWO

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand(line, tmp_path, settings):  # noqa: F811
    """Hand a file over as HylaFAX's script does; returns the exit code."""
    ensure_spool(line)

    def handed(content=TWO, *words, name="fax00012.tif"):
        file = tmp_path / name
        file.write_bytes(content)
        return fax_pipe.main(["--channel", "fax", "--data", str(settings.DATA), str(file), *words])

    return handed


def read_all():
    """What the worker does."""
    sweep_spool()
    read_arrivals.func()


def test_a_fax_becomes_a_case_of_its_number_with_its_pages(hand, line):  # noqa: F811
    assert hand(TWO, "--from", "02133445566", "--id", "12") == 0
    read_all()
    message = Message.objects.get()
    assert (message.channel, message.customer.identities.get().value, Attachment.objects.get().content_type) == (line, "+982133445566", "image/tiff")
    assert Identity.objects.get(value="+982133445566").kind == "fax"


def test_the_first_page_stands_in_the_case_as_a_picture(hand, client, cast):
    hand(TWO, "--from", "02133445566")
    read_all()
    client.force_login(cast.admin)
    preview = f"/files/{Attachment.objects.get().pk}/preview/"
    assert f'<a class="fax-page" href="{preview}"' in client.get(f"/cases/{Case.objects.get().pk}/").content.decode()
    assert client.get(preview)["Content-Type"] == "image/png"


@pytest.mark.reliability("F9")
def test_the_same_fax_handed_over_twice_is_one_and_the_next_one_joins_the_case(hand):
    for content, call in ((TWO, "12"), (TWO, "12"), (TIFF, "13")):
        assert hand(content, "--from", "02133445566", "--id", call) == 0
    read_all()
    assert (Case.objects.count(), Message.objects.count()) == (1, 2)


@pytest.mark.reliability("F9")
def test_a_half_written_fax_is_waited_for_and_then_left_with_its_writer(hand, monkeypatch, capsys):
    monkeypatch.setattr(fax_pipe, "WAITS", 0.0)
    assert hand(TWO[:-30], "--from", "02133445566") == 75
    assert capsys.readouterr().err == "sandali fax: the fax is not whole: it ends before its own directory says.\n"
    assert (list((spool_folder() / "fax" / "new").iterdir()), list((spool_folder() / "fax" / "tmp").iterdir())) == ([], [])


@pytest.mark.reliability("F9")
def test_what_cannot_be_read_is_set_aside_with_its_reason_and_the_next_fax_goes_on(hand):
    assert hand(b"GIF89a, or anything else") == 0
    assert hand(TIFF, "--from", "02133445566") == 0
    read_all()
    assert [(arrival.state, bool(arrival.error)) for arrival in Arrival.objects.order_by("pk")] == [(ArrivalState.QUARANTINED, True), (ArrivalState.READ, False)]


@pytest.mark.parametrize("words", [["--channel", "nowhere", "x"], ["--channel", "fax"], ["--channel", "fax", "--else", "x", "y"], ["--channel", "../x", "y"], ["x", "y"]])
def test_whatever_goes_wrong_the_fax_stays_with_its_writer(hand, words, settings):
    assert fax_pipe.main([*words, "--data", str(settings.DATA)]) == 75


def test_what_became_of_a_fax_is_told_by_the_notify_script(hand, line, settings):  # noqa: F811
    part = DeliveryPart.objects.create(channel=line, external_id="sandali-42")
    for why in ("requeued", "done"):
        assert fax_pipe.main(["--channel=fax", f"--data={settings.DATA}", "--tag=sandali-42", f"--why={why}"]) == 0
    read_all()
    part.refresh_from_db()
    assert (part.reached, Message.objects.count()) == (Reached.DELIVERED, 0)


def test_the_commands_for_hylafaxs_scripts_name_the_channel(line):  # noqa: F811
    received, ended = fax_commands(line)
    assert (" --channel fax " in received, '"$FILE"' in received, '--tag "$jobtag"' in ended) == (True, True, True)
