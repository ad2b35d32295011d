"""What a program handed over as facts."""

from pathlib import Path

from sandali.channels.adapter import REPORTED, Attached, Party
from sandali.channels.api.callers import conversation_in, digest_of, user_in
from sandali.channels.api.reading import read

TOLD = Path(__file__).parent / "told"


def recorded(name):
    [one] = read((TOLD / f"{name}.api").read_bytes(), settings={})
    return one


def test_who_is_signed_in_is_known_by_their_id_and_what_the_program_has_proven():
    one = recorded("signed_in")
    assert one.sender == Party("api", "user:3:42", "مینا کریمی", "", "42")
    assert (one.proven, one.claimed) == ((Party("email", "mina@example.com"),), (Party("phone", "09123456789"),))
    assert (one.chat, conversation_in(one.chat), user_in(one.sender.value), one.subject) == (f"{digest_of('user:3:42')}:order-4711", "order-4711", "42", "سفارش")


def test_who_is_not_signed_in_claims_everything():
    one = recorded("files")
    assert (one.proven, one.claimed, one.attachments) == ((), (Party("email", "new@example.com"),), (Attached("agpj.exe", "image/png", b"MZ\x00"),))


def test_hostile_words_stay_words_and_are_cut():
    one = recorded("hostile")
    assert (one.text[:25], len(one.text), one.remarks, one.sender.name) == ("<script>alert(1)</script>", 20_000, ("text-cut", REPORTED), "b")
