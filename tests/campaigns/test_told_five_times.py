"""Each kind that is told by a provider, by the server's own door: every event five times, shuffled, eight at once, has one effect, and no
state goes back (RELIABILITY F1, F2). `SANDALI_EVENTS=1000` is what RELIABILITY asks for. What was seen: docs/tried.md."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest

from sandali.cases.jobs import read_arrivals
from sandali.cases.models import Call, Case, Message
from sandali.channels.email.servers import secrets_of
from sandali.channels.kinds import HOOKED_KINDS
from sandali.channels.models import Arrival, Channel, DeliveryPart, Reached
from sandali.channels.setup import create_channel
from sandali.exchange import hooks
from sandali.history import queue
from sandali.resolution.models import PublicMatter
from tests.channels.botapi.conftest import bots, make_bot  # noqa: F401 - fixtures of the channels' tests
from tests.channels.botapi.updates_made import body, update
from tests.channels.conftest import own_folders  # noqa: F401 - as above
from tests.channels.instagram import told_made as insta
from tests.channels.metaapi.conftest import graph, instagram, nobody_knocked, signature, whatsapp  # noqa: F401 - as above
from tests.channels.metaapi.graph_server import SECRET
from tests.channels.sms.conftest import make_sms, start  # noqa: F401 - as above
from tests.channels.whatsapp import told_made as whats
from tests.exchange.providers import Request, told
from tests.phones import call_of, make_phone, signed
from tests.storm import TIMES

EVENTS = int(os.environ.get("SANDALI_EVENTS", "12"))
PEOPLE = 40
KEY = "a-key-of-more-than-thirty-two-characters"
RANKS = {"sent": Reached.SENT, "delivered": Reached.DELIVERED, "read": Reached.READ, "failed": Reached.FAILED}


@dataclass
class Story:
    """What a provider tells, and what stands there afterwards: the texts of messages by their ids, how far our messages got."""

    channel: Channel
    requests: list[Request]
    texts: dict[str, str] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    after: Callable[[], Any] = lambda: None
    expected: Any = None


def posted(channel: Channel, content: Any, headers: Callable[[bytes, dict[str, str]], dict[str, str]], *, behind: bool = False) -> Request:
    """A POST of JSON at the channel's address, the secret behind it where its kind wants that."""
    kept, raw = secrets_of(channel), content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    at = f"/hooks/{kept['hook_token']}/" + (f"{kept['hook_secret']}/" if behind else "")
    return Request(at, raw, headers(raw, kept) | {"Content-Type": "application/json"})


def states(count: int) -> Iterator[tuple[str, str]]:
    """Of each of our messages what happened to it, in its order; every fourth one failed in the end."""
    for number in range(count):
        for state in ("sent", "delivered", "read" if number % 4 else "failed"):
            yield f"O{number}", state


def furthest(said: list[tuple[str, str]]) -> dict[str, int]:
    """How far each got, whatever was told of it."""
    found: dict[str, int] = {}
    for number, state in said:
        found[number] = max(found.get(number, 0), RANKS[state])
    return found


def bot(kind: str) -> Callable[[pytest.FixtureRequest], Story]:
    """A bot: what people write, and after every sixth message a change of it."""

    def story(request: pytest.FixtureRequest) -> Story:
        channel = request.getfixturevalue("make_bot")(kind)
        made, texts = [], {}
        for number in range(EVENTS):
            said = number - 1 if number % 6 == 5 else number
            user = {"id": 2000 + said % PEOPLE, "is_bot": False, "first_name": "C"}
            made.append(update(user, number=number + 1, message_id=said + 1, text=f"{number}", edited=said != number))
            texts[f"{user['id']}:{said + 1}"] = f"{number}"
        headers = (lambda _raw, kept: {"X-Telegram-Bot-Api-Secret-Token": kept["hook_secret"]}) if kind == "telegram" else (lambda _raw, _kept: {})
        return Story(channel, [posted(channel, body(one), headers, behind=kind == "bale") for one in made], texts)

    return story


def by_meta(raw: bytes, _kept: dict[str, str]) -> dict[str, str]:
    """As Meta signs."""
    return {"X-Hub-Signature-256": signature(raw, SECRET)}


def whatsapp_told(request: pytest.FixtureRequest) -> Story:
    """Messages, and how far ours got."""
    channel, said = request.getfixturevalue("whatsapp"), list(states(EVENTS))[: EVENTS // 2]
    texts = {f"wamid.{n}": f"پیام {n}" for n in range(EVENTS - len(said))}
    things = [whats.message(name, text={"body": text}, sender=f"98912{n % PEOPLE:07d}", at=10**9 + n) for n, (name, text) in enumerate(texts.items())]
    things += [whats.status(number, state) for number, state in said]
    return Story(channel, [posted(channel, whats.whole(one), by_meta) for one in things], texts, furthest(said))


def instagram_told(request: pytest.FixtureRequest) -> Story:
    """Messages, and which of ours were read."""
    channel, most = request.getfixturevalue("instagram"), EVENTS // 3
    texts = {f"mid{n}": f"پیام {n}" for n in range(EVENTS - most)}
    things = [insta.happened(sender=f"{5000 + n % PEOPLE}", at=10**12 + n, message={"mid": name, "text": text}) for n, (name, text) in enumerate(texts.items())]
    things += [insta.happened(read={"mid": f"O{n}"}, at=10**12) for n in range(most)]
    return Story(channel, [posted(channel, insta.whole(one), by_meta) for one in things], texts, {f"O{n}": Reached.READ for n in range(most)})


def instagram_in_public(request: pytest.FixtureRequest) -> Story:
    """Comments below our posts, and mentions, of which only the fact is told: what they say is asked for, and stands there once."""
    channel, server, most = request.getfixturevalue("instagram"), request.getfixturevalue("graph"), EVENTS // 3
    comments = {f"{10**16 + n}": f"نظر {n}" for n in range(EVENTS - most)}
    mentions = {f"{2 * 10**16 + n}": f"@simorgh.shop {n}" for n in range(most)}
    server.mentioned = {number: {"caption": text, "username": f"author{n}"} for n, (number, text) in enumerate(mentions.items())}
    made = [insta.commented(text, number=number, sender=f"{5000 + n % PEOPLE}", username=f"u{n % PEOPLE}") for n, (number, text) in enumerate(comments.items())]
    made += [insta.changed("mentions", {"media_id": number}) for number in mentions]

    def public() -> tuple[int, int]:
        return PublicMatter.objects.count(), Case.objects.count()

    return Story(channel, [posted(channel, one, by_meta) for one in made], comments | mentions, after=public, expected=(EVENTS, EVENTS))


def social_told(request: pytest.FixtureRequest) -> Story:
    """What a program tells that is said of us."""
    cast = request.getfixturevalue("cast")
    channel = create_channel(kind="social", name="S", by=cast.admin, department=cast.support, secrets={"signing_key": KEY}, settings={"receive": "hook"})

    def headers(raw: bytes, _kept: dict[str, str]) -> dict[str, str]:
        return {"X-Sandali-Signature": "sha256=" + hmac.new(KEY.encode(), raw, hashlib.sha256).hexdigest()}

    made = [{"id": f"{n}", "network": "X", "author": f"a{n % PEOPLE}", "link": f"https://x.example/{n}", "text": f"اشاره {n}"} for n in range(EVENTS)]
    return Story(channel, [posted(channel, one, headers, behind=True) for one in made], after=public_texts, expected=sorted(one["text"] for one in made))


def public_texts() -> list[str]:
    """What stands in public, a case each."""
    return sorted(Message.objects.filter(case__in=PublicMatter.objects.values("case")).values_list("text", flat=True))


MESSAGES = {  # as each provider's own answers name them; `http` as it was described in the settings
    "kavenegar": lambda n: {"messageid": n, "from": f"0912{n % PEOPLE:07d}", "to": "10004346", "message": f"پیام {n}"},
    "ghasedak": lambda n: {"id": n, "message": f"پیام {n}", "sender": f"0912{n % PEOPLE:07d}", "lineNumber": "210002100", "receiveDate": "2024-07-09T14:01:36.66"},
    "smsir": lambda n: {"receiveReturnId": n, "messageText": f"پیام {n}", "number": 30004505000017, "mobile": f"98912{n % PEOPLE:07d}", "receivedDateTime": 1664018640 + n},
    "melipayamak": lambda n: {"MsgID": n, "Sender": f"912{n % PEOPLE:07d}", "Body": f"پیام {n}", "SendDate": "2026-11-22T10:11:12", "Receiver": "50001234"},
    "http": lambda n: {"msg": {"id": f"{n}", "from": f"98912{n % PEOPLE:07d}", "body": f"پیام {n}"}},
}
REPORTS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "kavenegar": lambda number, state: {"messageid": number, "status": {"sent": 4, "delivered": 10, "failed": 11}[state]},
    "ghasedak": lambda number, state: {"messageId": number, "status": {"sent": 3, "delivered": 5, "failed": 6}[state]},
    "smsir": lambda number, state: {"messageId": number, "deliveryState": {"sent": 3, "delivered": 1, "failed": 2}[state]},
    "melipayamak": lambda number, state: {"recID": number, "status": {"sent": 8, "delivered": 1, "failed": 2}[state]},
    "http": lambda number, state: {"ref": number, "state": {"delivered": "DELIVRD", "failed": "UNDELIV"}[state]},
}


def sms(provider: str, *, by_get: bool = False) -> Callable[[pytest.FixtureRequest], Story]:
    """A provider of short messages: what customers write, and how far ours got."""

    def story(request: pytest.FixtureRequest) -> Story:
        channel = request.getfixturevalue("make_sms")(request.getfixturevalue("start")(provider), provider, receive="hook")
        known = ("delivered", "failed") if provider == "http" else ("sent", "delivered", "failed")
        said = [(f"{90_000 + int(number[1:])}", state) for number, state in states(EVENTS) if state in known][: EVENTS // 2]
        messages = [MESSAGES[provider](1000 + n) for n in range(EVENTS - len(said))]
        made = messages + [REPORTS[provider](number, state) for number, state in said]
        requests = [posted(channel, one, lambda _raw, _kept: {}, behind=True) for one in made]
        if by_get:
            requests = [Request(one.path, method="GET", query=urlencode(fields)) for one, fields in zip(requests, made, strict=True)]
        return Story(channel, requests, {f"{1000 + n}": f"پیام {1000 + n}" for n in range(len(messages))}, furthest(said))

    return story


def telephone_told(request: pytest.FixtureRequest) -> Story:
    """A telephone system: the events of calls, each signed."""
    channel, calls = make_phone(request.getfixturevalue("cast")), max(EVENTS // 3, 1)
    events = [event for n in range(calls) for event in call_of(f"c{n}", number=f"0912{n % PEOPLE:07d}", began=1_763_000_000 + 300 * n)]

    def ended() -> dict[str, str]:
        return dict(Call.objects.values_list("call_id", "outcome"))

    return Story(channel, [posted(channel, one, lambda raw, _kept: signed(raw)) for one in events], after=ended, expected={f"c{n}": "talked" for n in range(calls)})


STORIES: dict[str, Callable[[pytest.FixtureRequest], Story]] = {
    "telegram": bot("telegram"), "bale": bot("bale"), "whatsapp": whatsapp_told, "instagram": instagram_told, "instagram, in public": instagram_in_public,
    "social": social_told, "sms, kavenegar": sms("kavenegar", by_get=True), "sms, ghasedak": sms("ghasedak"), "sms, smsir": sms("smsir"),
    "sms, melipayamak": sms("melipayamak"), "sms, http": sms("http"), "telephone": telephone_told,
}  # fmt: skip


def test_every_kind_that_is_told_by_a_provider_has_its_story():
    assert {name.partition(",")[0] for name in STORIES} == set(HOOKED_KINDS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.reliability("F1", "F2")
@pytest.mark.parametrize("name", STORIES)
def test_what_is_told_five_times_shuffled_eight_at_once_has_one_effect(name, request, cast, own_folders, monkeypatch):  # noqa: F811 - fixtures
    monkeypatch.setattr(hooks.TOLD, "most", 10**6)
    story = STORIES[name](request)
    shuffled = story.requests * TIMES
    random.Random(name).shuffle(shuffled)
    assert [one.status for one in told(shuffled)] == [200] * len(shuffled)
    assert Arrival.objects.count() == len(story.requests)
    Arrival.objects.update(read_after=None)
    read_arrivals.func()
    if name == "instagram, in public":
        queue.drain(50 * EVENTS)
    assert set(Arrival.objects.values_list("state", flat=True)) <= {"read", "ignored"}
    if story.texts:
        found = list(Message.objects.filter(channel=story.channel, direction="in").values_list("external_id", "text"))
        assert (dict(found), len(found)) == (story.texts, len(story.texts))
    assert dict(DeliveryPart.objects.values_list("external_id", "reached")) == story.reached
    assert story.after() == story.expected
