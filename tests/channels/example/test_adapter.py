"""The example channel reads mail and keeps its customers apart."""

from sandali.channels.adapter import Outgoing, Party
from sandali.channels.example import adapter

RAW = b"From: Nora <Nora@example.com>\r\nSubject: Hello\r\nMessage-ID: <1@example.com>\r\n\r\nGood morning.\r\n"


def test_a_sender_is_known_by_an_address_of_its_own_kind():
    incoming = adapter.read(RAW, settings={})[0]
    assert (incoming.sender.kind, incoming.sender.value, incoming.text.strip()) == ("example", "nora@example.com", "Good morning.")


def test_a_letter_without_a_sender_is_read_too():
    assert adapter.read(b"Subject: x\r\n\r\nHello", settings={})[0].sender is None


def test_an_answer_is_done_at_once():
    outgoing = Outgoing("1@x", Party("example", "nora@example.com"), "S", "s", "t", "", "en")
    assert adapter.send(None, outgoing).final is True
