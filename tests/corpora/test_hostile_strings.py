"""Naughty strings and hostile HTML, as mails, searches, notes and answers: every page answers, shows them as text, and no header grows."""

import email
from email import policy

import pytest

from sandali.cases.models import Message
from sandali.channels.actions import outgoing_of
from sandali.channels.email.writing import recipients_of, write_mail
from sandali.kit.text import clean
from tests.corpora.hostile import HARMLESS, address_mail, addresses, html_mail, payloads, string_mail, strings
from tests.corpora.markup import shape, squeezed
from tests.corpora.way import case_page, go

pytestmark = pytest.mark.django_db
EVERY = 12  # of the strings; tools/try_corpora.py takes all
# What our own people's Markdown may become in an answer or a note.
MARKDOWN = {("strong", ""), ("em", ""), ("code", ""), ("pre", ""), ("ul", ""), ("ol", ""), ("li", ""), ("h1", ""), ("h2", ""), ("h3", ""),
            ("blockquote", ""), ("hr", ""), ("br", ""), ("del", ""), ("ol", "start")}  # fmt: skip


def chosen(shared_data):
    """Those with signs of markup or line ends, and some of the others."""
    every = strings(shared_data)
    marked = [text for text in every if "<" in text or "\n" in text or "{{" in text or "%" in text]
    return list(dict.fromkeys([*marked[::EVERY], *every[::EVERY]]))


@pytest.mark.reliability("B4")
def test_naughty_strings_in_a_mail_are_shown_as_text_wherever_they_stand(desk, shared_data):
    channel, client = desk
    harmless = go(channel, [string_mail(9999, HARMLESS)])
    outcome = go(channel, [string_mail(number, text) for number, text in enumerate(chosen(shared_data))], client)
    assert (outcome.faults, outcome.count("read")) == ([], len(outcome.taken))
    known = shape(case_page(client, harmless.messages[0].case_id))
    grown = {one.name: shape(outcome.shown[one.message.case_id]) - known for one in outcome.taken}
    assert {name: new for name, new in grown.items() if new} == {}
    for address in ("/cases/?box=all", "/customers/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert {tag for tag, attribute in shape(answer.content.decode()) if attribute.startswith("on")} == set()


@pytest.mark.reliability("D6")
def test_naughty_strings_as_answers_and_notes_leave_as_one_mail_to_one_person(desk, shared_data):
    channel, client = desk
    texts = [text for text in chosen(shared_data) if squeezed(clean(text))][::2]
    outcome = go(channel, [string_mail(9999, HARMLESS), *(string_mail(number, text) for number, text in enumerate(texts))])
    headers = {}
    for one, text in zip(outcome.taken, [HARMLESS, *texts], strict=True):
        address = f"/cases/{one.message.case_id}/messages/"
        assert client.post(address, {"kind": "note", "text": text}).status_code == 303, text
        assert client.post(address, {"kind": "reply", "text": text, "key": one.name}).status_code == 303, text
        sent = Message.objects.get(case=one.message.case_id, direction="out").delivery
        outgoing = outgoing_of(sent)
        assert recipients_of(outgoing) == [one.message.from_value]
        raw = b"".join(write_mail(outgoing, address=channel.address, reply_to="", at=sent.created_at))
        headers[one.name] = sorted(email.message_from_bytes(raw, policy=policy.compat32).keys())
    known = shape(case_page(client, outcome.taken[0].message.case_id)) | MARKDOWN
    grown = {one.name: shape(case_page(client, one.message.case_id)) - known for one in outcome.taken[1:]}
    assert {name: new for name, new in grown.items() if new} == {}
    assert {tuple(names) for names in headers.values()} == {tuple(headers["string 9999"])}


def test_naughty_strings_can_be_searched_for(desk, shared_data):
    _channel, client = desk
    known = shape(client.get("/search/", {"q": "hello"}).content.decode())
    found = {text: client.get("/search/", {"q": text}) for text in chosen(shared_data)}
    assert {text: answer.status_code for text, answer in found.items() if answer.status_code != 200} == {}
    assert {text: shape(answer.content.decode()) - known for text, answer in found.items() if text.startswith("<")} == {
        text: set() for text in found if text.startswith("<")
    }


@pytest.mark.reliability("E3")
def test_hostile_html_does_nothing_in_the_frame_s_document(desk, shared_data):
    channel, client = desk
    outcome = go(channel, [html_mail(number, payload) for number, payload in enumerate(payloads(shared_data))], client)
    assert (outcome.faults, outcome.count("read"), len(outcome.taken)) == ([], 105, 105)
    assert outcome.bodies == sum(message.has_html for message in outcome.messages)


@pytest.mark.reliability("C5")
def test_odd_addresses_are_one_address_or_none(desk, shared_data):
    channel, _client = desk
    odd = addresses(shared_data, "invalid") + addresses(shared_data, "valid")
    outcome = go(channel, [address_mail(number, address) for number, address in enumerate(odd)])
    assert (outcome.faults, outcome.count("read")) == ([], len(odd))
    read = {one.name: one.message.from_value for one in outcome.taken if one.message.from_value}
    assert {value for value in read.values() if value.count("@") != 1 or len(value.split()) != 1} == set()
    assert set(outcome.acknowledged) <= set(read.values())
