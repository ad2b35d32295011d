"""Who else an answer goes to: addresses as people type them, and who was in the mails before."""

from types import SimpleNamespace

import pytest

from sandali.cases.actions import CannotAnswer, reply, withdraw_reply
from sandali.cases.copies import HIDDEN, CannotCopy, besides, copied, read_copies, read_hidden
from sandali.cases.models import Draft, Message
from sandali.channels.actions import outgoing_of
from sandali.channels.adapter import Can
from sandali.channels.email.writing import recipients_of, write_mail
from sandali.channels.models import Delivery
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def values(case, typed, *chosen):
    return [party.value for party in read_copies(case, typed, chosen)]


@pytest.mark.parametrize(
    "typed, wanted",
    [
        ("", []),
        ("a@b.example", ["a@b.example"]),
        ("A@B.example, c@d.example;e@f.example", ["a@b.example", "c@d.example", "e@f.example"]),
        ("a@b.example، c@d.example؛ e@f.example", ["a@b.example", "c@d.example", "e@f.example"]),
        ("a@b.example\n\nc@d.example\n", ["a@b.example", "c@d.example"]),
        ("سارا <sara@b.example>, \"B, C\" <b@c.example>", ["sara@b.example", "b@c.example"]),
        ("a@b.example, a@b.example", ["a@b.example"]),
        ("a@b.example\r\nBcc: c@d.example", ["a@b.example", "c@d.example"]),  # two addresses, and no header
        ("mina@example.com, a@b.example", ["a@b.example"]),  # the customer has the answer anyway
    ],
)
def test_addresses_are_read_as_people_type_them(cast, typed, wanted):
    assert values(make_case(cast), typed) == wanted


def test_what_is_ticked_comes_first_and_nobody_twice(cast):
    assert values(make_case(cast), "c@d.example, a@b.example", "a@b.example") == ["a@b.example", "c@d.example"]


@pytest.mark.reliability("D6")
@pytest.mark.parametrize("typed", ["sara", "a@b.example c@d.example", "@b.example", "a@b@c.example", "a@b.example\x00, <x"])
def test_what_is_no_address_is_said_and_goes_nowhere(cast, typed):
    with pytest.raises(CannotCopy):
        read_copies(make_case(cast), typed)


@pytest.mark.reliability("C10")
@pytest.mark.parametrize("typed", ["support@simorgh.example", "Support+abc@simorgh.example"])
def test_no_copy_comes_back_to_us_as_a_letter(cast, typed):
    with pytest.raises(CannotCopy, match="support"):
        read_copies(make_case(cast), typed)


def test_there_are_at_most_ten(cast):
    many = ", ".join(f"a{number}@b.example" for number in range(11))
    with pytest.raises(CannotCopy):
        read_copies(make_case(cast), many)
    assert len(values(make_case(cast), many.rpartition(",")[0])) == 10


def answered(cast, case, typed="a@b.example", **more):
    return reply(case, "سلام", by=cast.sara, dedupe_key=f"k{case.pk}", copies=read_copies(case, typed), **more)


def test_an_answer_leaves_to_everybody_once_and_says_whom(cast):
    case = make_case(cast)
    message = answered(cast, case, "Ali <a@b.example>")
    outgoing = outgoing_of(Delivery.objects.get())
    assert [(party.name, party.value) for party in outgoing.cc] == [("Ali", "a@b.example")]
    assert (outgoing.to.value, copied(message.others), besides(message)) == ("mina@example.com", ["a@b.example"], ["a@b.example"])


def test_a_channel_that_cannot_says_so(cast, monkeypatch):
    monkeypatch.setattr("sandali.cases.actions.answering.adapter_of", lambda channel: SimpleNamespace(can=Can(html=True, files=True, reaches="email")))
    with pytest.raises(CannotAnswer):
        answered(cast, make_case(cast))
    assert Message.objects.filter(direction="out").count() == 0


def test_who_had_a_copy_is_known_again_also_of_an_answer_that_was_taken_back(cast):
    case = make_case(cast)
    message = answered(cast, case, hidden=read_hidden(case, "c@d.example, e@f.example", seen=()))
    assert withdraw_reply(message, by=cast.sara) is True
    assert Draft.objects.get().copies == {"ticked": ["a@b.example"], "cc": "", "bcc": "c@d.example, e@f.example"}


def test_hidden_copies_stand_in_the_envelope_and_in_no_letter(cast):
    case = make_case(cast)
    message = answered(cast, case, hidden=read_hidden(case, "Ali <c@d.example>", seen=()))
    outgoing = outgoing_of(Delivery.objects.get())
    assert [(party.name, party.value) for party in outgoing.bcc] == [("Ali", "c@d.example")]
    assert (copied(message.others), copied(message.others, HIDDEN), besides(message)) == (["a@b.example"], ["c@d.example"], ["a@b.example"])
    raw = b"".join(write_mail(outgoing, address="support@simorgh.example", reply_to="", at=message.at))
    assert (b"a@b.example" in raw, b"c@d.example" in raw, b"bcc" in raw.lower()) == (True, False, False)
    assert recipients_of(outgoing) == ["mina@example.com", "a@b.example", "c@d.example"]


def test_hidden_copies_are_read_as_open_ones_are_and_nobody_has_two(cast):
    case = make_case(cast)
    seen = read_copies(case, "a@b.example")
    assert [party.value for party in read_hidden(case, "a@b.example; c@d.example, mina@example.com", seen=seen)] == ["c@d.example"]
    for typed in ("nobody", "support@simorgh.example"):
        with pytest.raises(CannotCopy):
            read_hidden(case, typed, seen=())
    with pytest.raises(CannotCopy):
        read_hidden(case, ", ".join(f"a{number}@b.example" for number in range(10)), seen=seen)
    assert len(read_hidden(case, ", ".join(f"a{number}@b.example" for number in range(9)), seen=seen)) == 9


def test_of_a_letter_everybody_counts_but_us_and_its_writer(cast):
    case = make_case(cast)
    message = case.messages.select_related("channel").get()
    people = [
        ("to", "support@simorgh.example"), ("to", "mina@example.com"), ("to", "ali@b.example"), ("cc", "support+x.y@simorgh.example"), ("cc", "c@d.example"),
    ]  # fmt: skip
    message.others = [{"role": role, "name": "", "value": value} for role, value in people]
    assert besides(message) == ["ali@b.example", "c@d.example"]
    message.others = message.others[:1]
    assert besides(message) == []
    message.direction = "note"
    assert besides(message) == []
