"""What every kind of channel must hold to, run over each from recorded payloads (DESIGN 3). A new kind adds its lines here."""

import dataclasses
import inspect
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.module_loading import import_string

from sandali.channels.adapter import (
    Asked,
    Attached,
    CallNews,
    Can,
    Event,
    FailedRecipient,
    Incoming,
    Outgoing,
    Party,
    Press,
    Receipt,
    Refused,
    RemoteFile,
    Sent,
    TryLater,
    Unreadable,
)
from sandali.channels.kinds import ACCOUNTS, KINDS
from sandali.channels.models import Channel
from sandali.customers.models import Identity
from sandali.kit.assets import icon_names

MAILS = Path(__file__).resolve().parent / "mails"
# Kind → the recorded payloads that it must read, and settings for it.
CHATS = sorted((Path(__file__).resolve().parent / "webchat" / "said").glob("*.chat"))
UPDATES = sorted((Path(__file__).resolve().parent / "botapi" / "updates").glob("*.json"))
PAYLOADS: dict[str, list[Path]] = {
    "email": sorted(MAILS.glob("*.eml")), "counter": [], "example": sorted(MAILS.glob("*.eml"))[:5], "telegram": UPDATES, "bale": UPDATES,
    "sms": sorted((Path(__file__).resolve().parent / "sms" / "told").glob("*.*")),
    "webchat": CHATS, "telephone": sorted((Path(__file__).resolve().parent / "telephone" / "told").glob("*.json")),
    "webform": sorted((Path(__file__).resolve().parent / "webform" / "filled").glob("*.form")),
    "api": sorted((Path(__file__).resolve().parent / "api" / "told").glob("*.api")),
    "instagram": sorted((Path(__file__).resolve().parent / "instagram" / "told").glob("*.json")),
    "social": sorted((Path(__file__).resolve().parent / "social" / "told").glob("*.json")),
    "whatsapp": sorted((Path(__file__).resolve().parent / "whatsapp" / "told").glob("*.json")),
    "fax": sorted((Path(__file__).resolve().parent / "fax" / "received").glob("*.fax")),
}  # fmt: skip
UNREADABLE: dict[str, list[bytes]] = {
    "email": [b"", b" \r\n"], "counter": [b"", b"anything"], "example": [b""], "telegram": [b"", b"{}", b"[1]", b"\xff{"], "bale": [b"", b"null"],
    "fax": [b"", b"x", b"sandali-fax 1 {\n", b"sandali-fax 1 []\n", b'sandali-fax 1 {"from": "1"}\nGIF', b"From: a@b.example\n\nx"],
    "sms": [b"", b"{", b"a=1", b'{"provider": "kavenegar", "said": {}}'],
    "telephone": [b"", b"{", b"[]", b'{"call": "1"}', b'{"event": "ringing"}', b'{"numbers": {}, "said": {}}'],
    "instagram": [b"", b"{}", b"[]", b"\xff{", b'{"object": "page", "entry": []}'],
    "social": [b"", b"{}", b"[]", b'{"mention": {"text": ""}}'],
    "whatsapp": [b"", b"{}", b"[]", b"\xff{", b'{"object": "page", "entry": []}'],
    "webchat": [b"", b"{}", b"[]", b"\xff", b'{"chat": "message", "id": "!", "visitor": "x"}', b'{"chat": "message", "id": "12345678", "visitor": "x", "files": [{"size": 9}]}\nshort'],
    "api": [b"", b"{}", b"[]", b"\xff", b'{"api": "message", "id": "x", "from": "user:1:2"}', b'{"api": "message", "id": "' + b"a" * 32 + b'", "from": "u", "conversation": "a b"}'],
    "webform": [b"", b"{}", b"[]", b"\xff", b'{"form": "filled", "id": "../x"}', b'{"form": "filled", "id": "' + b"a" * 32 + b'", "files": [{"size": 9}]}\nshort'],
}  # fmt: skip
# Kinds whose sending needs no set-up, because it goes nowhere.
GOES_NOWHERE = {"example"}
SETTINGS = {"addresses": ["support@simorgh.example"]}
OUTGOING = Outgoing("m1@simorgh.example", Party("email", "mina@example.com"), "Sara", "s", "t", "", "fa")
TYPES = {
    "sender": (Party, type(None)), "sent_at": (datetime, type(None)), "to": tuple, "cc": tuple, "reply_to": tuple, "references": tuple,
    "attachments": tuple, "failed": tuple, "delivered_to": tuple, "remarks": tuple, "remote_files": tuple, "proven": tuple, "also": tuple, "known_by": tuple, "no_matter": bool, "receipts": tuple,
    "press": (Press, type(None)), "asked_for": int, "claimed": tuple, "call": (CallNews, type(None)), "doubtful": bool,
}  # fmt: skip
INSIDE = {
    "to": Party, "cc": Party, "reply_to": Party, "attachments": Attached, "failed": FailedRecipient, "remote_files": RemoteFile, "proven": Party, "also": Party, "known_by": Party,
    "receipts": Receipt, "claimed": Party,
}  # fmt: skip


def recorded() -> list[tuple[str, Path]]:
    return [(kind, path) for kind, paths in PAYLOADS.items() for path in paths]


def settings_of(path: Path) -> dict:
    """Settings under which a payload came: what providers of short messages tell is named after them."""
    return {**SETTINGS, "provider": path.stem.partition("_")[0]}


def strings_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in strings_of(one)]
    if dataclasses.is_dataclass(value):
        return [text for field in dataclasses.fields(value) for text in strings_of(getattr(value, field.name))]
    return []


def test_every_kind_is_tested_here():
    assert set(PAYLOADS) == set(UNREADABLE) == set(KINDS)
    assert len(PAYLOADS["email"]) > 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_the_face_of_an_adapter(kind):
    adapter = KINDS[kind]
    assert (adapter.kind, isinstance(adapter.can, Can)) == (kind, True)
    assert list(inspect.signature(adapter.read).parameters) == ["raw", "settings"]
    assert list(inspect.signature(adapter.send).parameters) == ["channel", "outgoing"]
    assert adapter.can.send is bool(adapter.can.reaches)


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_how_it_is_called_what_it_looks_like_and_how_it_is_doing(kind, language):
    card = KINDS[kind].card
    assert card.icon in icon_names()
    with translation.override(language):
        words = [str(word) for word in (card.label, card.works, *([card.untried] if card.form else []))]
    assert [word for word in words if not word.strip() or (language == "fa" and word.isascii())] == []
    assert bool(card.untried) is bool(card.form)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].card.form])
def test_the_form_of_a_kind_that_is_connected_asks_whose_it_is_and_can_be_kept_and_tried(kind):
    form = import_string(KINDS[kind].card.form)
    assert {"was", "name", "department"} <= set(form.base_fields)
    assert list(inspect.signature(form.keep).parameters) == ["self", "by"]
    assert list(inspect.signature(form.trial).parameters) == ["self", "stored"]


HOOKED = [kind for kind in KINDS if KINDS[kind].can.hook]


@pytest.mark.parametrize("kind", HOOKED)
def test_a_kind_with_a_hook_has_all_of_its_face_and_lets_nobody_in_without_a_secret(kind):
    adapter = KINDS[kind]
    faces = {"verify": ["asked", "settings", "secrets"], "events": ["body", "settings"], "poll": ["channel", "after", "wait"], "fetch_file": ["channel", "file"],
             "acknowledge": ["channel", "press", "words"], "connect": ["channel", "hook_url"]}  # fmt: skip
    assert {name: list(inspect.signature(getattr(adapter, name)).parameters) for name in faces} == faces
    for asked in (Asked({}, b""), Asked({"x-telegram-bot-api-secret-token": ""}, b"", ""), Asked({}, b"", "guess")):
        assert [adapter.verify(asked, settings={}, secrets=secrets) for secrets in ({}, {"hook_secret": ""}, {"hook_secret": "another"})] == [False] * 3


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, path in recorded() if kind in HOOKED], ids=lambda value: getattr(value, "stem", value))
def test_an_event_has_an_id_of_its_own_and_can_be_read_from_what_is_kept(kind, path):
    events = KINDS[kind].events(path.read_bytes(), settings=settings_of(path))
    assert events and all(event.id for event in events) and len({event.id for event in events}) == len(events)
    assert [one for event in events for one in KINDS[kind].read(event.raw, settings={})] == KINDS[kind].read(path.read_bytes(), settings=settings_of(path))


@pytest.mark.parametrize("kind", HOOKED)
def test_what_is_no_event_is_kept_whole(kind):
    assert [KINDS[kind].events(body, settings={}) for body in (b"", b"{", b"[]", b'{"a": 1}')] == [[Event(body)] for body in (b"", b"{", b"[]", b'{"a": 1}')]


def test_a_kind_that_takes_raw_mail_receives():
    assert [kind for kind, adapter in KINDS.items() if adapter.can.mail and not adapter.can.receive] == []


@pytest.mark.parametrize(("kind", "path"), recorded(), ids=lambda value: getattr(value, "stem", value))
def test_reading_gives_clean_facts_of_the_right_types_and_is_pure(kind, path):
    raw = path.read_bytes()
    found = KINDS[kind].read(raw, settings=settings_of(path))
    assert found and all(isinstance(one, Incoming) for one in found)
    assert KINDS[kind].read(raw, settings=settings_of(path)) == found
    for one in found:
        for field in dataclasses.fields(Incoming):
            value = getattr(one, field.name)
            assert isinstance(value, TYPES.get(field.name, str)), field.name
            assert all(isinstance(part, INSIDE.get(field.name, str)) for part in value) if isinstance(value, tuple) else True
        assert one.sent_at is None or one.sent_at.tzinfo is not None
        for text in strings_of(one):
            assert "\x00" not in text
            text.encode()  # no lone surrogate
        assert all(file.name and "/" not in file.name for file in (*one.attachments, *one.remote_files))


@pytest.mark.parametrize(("kind", "raw"), [(kind, raw) for kind, raws in UNREADABLE.items() for raw in raws])
def test_what_cannot_be_read_says_so_in_a_sentence(kind, raw):
    with pytest.raises(Unreadable) as caught:
        KINDS[kind].read(raw, settings={})
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("kind", KINDS)
def test_sending_by_a_channel_that_is_not_set_up_says_what_is_wrong_and_raises_nothing_else(kind, db):
    channel = Channel.objects.create(kind=kind, name="x", slug="x", address="support@simorgh.example")
    try:
        sent = KINDS[kind].send(channel, OUTGOING)
    except (Refused, TryLater) as answer:
        assert answer.reason.endswith((".", "؟"))
    else:
        assert (kind in GOES_NOWHERE, sent.final) == (True, True)


def test_a_working_channel_answers_with_sent(channel, smtp):
    assert isinstance(KINDS["email"].send(channel, OUTGOING), Sent)
    assert len(smtp.taken) == 1


def test_every_kind_of_account_fits_the_column_that_keeps_it():
    """SQLite counts no letters, PostgreSQL refuses one too many."""
    most = Identity._meta.get_field("kind").max_length
    assert {kind for kind in ACCOUNTS if len(kind) > most} == set()
