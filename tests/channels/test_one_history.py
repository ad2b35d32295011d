"""One customer who writes by Telegram, calls, faxes and comes to the counter about one matter: one case, one history (issue 5)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import translation

from sandali import fax_pipe
from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Case, Direction, Message
from sandali.channels.email.servers import secrets_of
from sandali.channels.models import Arrival, Channel
from sandali.channels.setup import create_channel
from sandali.channels.spool import ensure_spool, sweep_spool
from sandali.company.models import Company
from sandali.customers.models import Identity
from tests.channels.botapi.bot_server import TOKEN
from tests.channels.botapi.updates_made import MINA, body, update
from tests.desk.browsing import browser
from tests.phones import make_phone, signed

ROOT = Path(__file__).resolve().parents[2]
FAX = ROOT / "tests/channels/fax/received/hylafax_two_pages.fax"
NUMBER = "09351234567"
WORDS = {
    "fa": ("کدام پرونده", "مراجعه‌ای را ثبت کرد", "نمی‌گوید دربارهٔ کدام موضوع است", "یک مخاطب: مینا، ۰۹۳۵ ۱۲۳ ۴۵۶۷"),
    "en": ("Which case", "wrote down a visit", "It does not say which case it is about", "A contact: مینا, 0935 123 4567"),
}


def read_all() -> None:
    """Everything that arrived is read, also what settles."""
    Arrival.objects.update(read_after=None)
    read_arrivals.func()


def faxed(tmp_path: Path) -> int:
    """HylaFAX's script hands two pages over by `sandali fax`, and they are taken in; returns what it ended with."""
    pages = tmp_path / "fax00001.tif"
    pages.write_bytes(FAX.read_bytes().partition(b"\n")[2])
    ended = fax_pipe.main(["--channel", "fax", str(pages), "--from", NUMBER, "--id", "000000042", "--data", str(django_settings.DATA)])
    sweep_spool()
    read_all()
    return ended


@pytest.fixture
def doors(cast, own_folders):
    """A bot, a telephone system that signs, and a fax line."""
    from sandali.exchange import hooks

    hooks.WRONG.forget()
    hooks.TOLD.forget()
    hooks._good.clear()
    bot = create_channel(
        kind="telegram", name="Simorgh", by=cast.admin, department=cast.support, settings={"receive": "hook", "bot": "123456789"}, secrets={"token": TOKEN}
    )
    fax = Channel.objects.create(
        kind="fax", name="Fax", slug="fax", address="+982188776655", department=cast.support, settings={"line": "+982188776655", "region": "IR"}
    )
    ensure_spool(fax)
    return bot, make_phone(cast), fax


@pytest.mark.django_db
@pytest.mark.practice("P04")
@pytest.mark.parametrize("language", ["fa", "en"])
def test_telegram_a_call_a_fax_and_a_visit_are_one_case_and_one_history(language, doors, cast, client, tmp_path):
    which, visited, joined, card = WORDS[language]
    Company.objects.update(language=language)
    type(cast.sara).objects.filter(pk=cast.sara.pk).update(language=language)
    cast.sara.refresh_from_db()
    bot, phone, _fax = doors
    kept = secrets_of(bot)
    before = Case.objects.count()

    def write(**said):
        said = body(update(MINA, **said))
        headers = {"X-Telegram-Bot-Api-Secret-Token": kept["hook_secret"]}
        assert client.post(f"/hooks/{kept['hook_token']}/", said, content_type="application/json", headers=headers).status_code == 200
        with translation.override("en" if language == "fa" else "fa"):  # whatever the moment speaks, words are the company's
            read_all()

    write(text="پایهٔ مبل شکسته است.")
    write(contact={"phone_number": "989351234567", "first_name": "مینا", "user_id": MINA["id"]})
    case = Case.objects.latest("pk")
    assert Message.objects.filter(case=case).order_by("-pk").first().text == card

    told = [{"call": "c1", "event": "ringing", "sequence": 1, "direction": "in", "number": NUMBER, "extension": "204"},
            {"call": "c1", "event": "answered", "sequence": 2, "extension": "204"}, {"call": "c1", "event": "ended", "sequence": 3}]  # fmt: skip
    said = json.dumps({"events": told}).encode()
    assert client.post(f"/hooks/{secrets_of(phone)['hook_token']}/", said, content_type="application/json", headers=signed(said)).status_code == 200
    read_all()

    assert faxed(tmp_path) == 0

    sara = browser(cast.sara)
    found = sara.get(f"/cases/new/?customer={case.customer_id}").content.decode()
    assert (which in found, f'<option value="{case.pk}">' in found) == (True, True)
    came = {"customer": case.customer_id, "number": case.pk, "direction": "visit", "text": "با پایهٔ شکسته آمد.", "key": "k" * 32}
    assert sara.post("/cases/new/", came)["Location"].endswith(f"/cases/{case.pk}/")

    directions = list(Message.objects.filter(case=case).order_by("pk").values_list("direction", flat=True))
    assert directions == [Direction.IN, Direction.IN, Direction.CALL, Direction.IN, Direction.VISIT]
    assert Case.objects.count() == before + 1
    known = set(Identity.objects.filter(customer=case.customer_id).values_list("kind", "value"))
    assert known == {("telegram", str(MINA["id"])), ("phone", "+989351234567"), ("fax", "+989351234567")}
    assert joined in sara.get(f"/cases/{case.pk}/").content.decode()
    history = sara.get(f"/customers/{case.customer_id}/").content.decode()
    assert (visited in history, history.count(f"/cases/{case.pk}/") >= 5) == (True, True)


@pytest.mark.django_db
def test_a_number_typed_at_the_counter_leads_to_what_goes_on_with_them(doors, cast):
    from tests.cast import make_case

    case = make_case(cast, department=cast.support)
    Identity.objects.create(customer=case.customer, kind="phone", value="+989351234567")
    sara = browser(cast.sara)
    typed = {"phone": NUMBER, "subject": "مبل", "direction": "visit", "text": "آمد.", "key": "k" * 32}
    page = sara.post("/cases/new/", typed)
    assert (page.status_code, f'<option value="{case.pk}">' in page.content.decode()) == (422, True)
    assert sara.post("/cases/new/", {**typed, "customer": case.customer_id, "number": case.pk, "subject": ""})["Location"].endswith(f"/cases/{case.pk}/")


@pytest.mark.django_db
@pytest.mark.parametrize("others", [0, 1, 2])
def test_a_fax_joins_only_the_one_matter_that_runs(others, doors, cast, tmp_path):
    from tests.cast import make_case

    customer = cast.mina
    Identity.objects.create(customer=customer, kind="phone", value="+989351234567")
    Case.objects.filter(customer=customer).update(state="confirmed")
    running = [make_case(cast, department=cast.support, customer=customer) for _ in range(others)]
    assert faxed(tmp_path) == 0
    said = Message.objects.latest("pk")
    assert (said.customer, said.case in running, "joined" in said.remarks) == (customer, others == 1, others == 1)
