"""Who else an answer goes to: addresses as people type them, and who was in the mails before."""

import pytest

from sandali.cases.actions import CannotAnswer, reply, withdraw_reply
from sandali.cases.copies import CannotCopy, besides, copied, copied_last, read_copies
from sandali.cases.models import Message
from sandali.channels.actions import outgoing_of
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
    monkeypatch.setattr("sandali.cases.actions.answering.adapter_of", lambda channel: type("Adapter", (), {"can": type("Can", (), {"cc": False, "html": False})}))
    with pytest.raises(CannotAnswer):
        answered(cast, make_case(cast))
    assert Message.objects.filter(direction="out").count() == 0


def test_who_had_a_copy_is_known_again_also_of_an_answer_that_was_taken_back(cast):
    case = make_case(cast)
    message = answered(cast, case)
    assert withdraw_reply(message, by=cast.sara) is True
    assert (copied_last(case, cast.sara), copied_last(case, cast.reza)) == (["a@b.example"], [])


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
