"""Other people's mails through the whole way: one arrival each with its exact bytes, at most one message, pages, layouts, files.

The figures are those of docs/tried.md; `python tools/try_corpora.py` prints them all."""

import pytest

from sandali.cases.models import Case
from tests.corpora.sets import expected_misses, mails_of, parents_first, threading_misses
from tests.corpora.way import go

pytestmark = [pytest.mark.django_db, pytest.mark.reliability("B4")]
# What machines wrote: it opens no case. (In the three other sets these are bounces, two of them cut down to a line.)
MACHINES = {
    "mail-helpdesk": ["auto_reply.eml", "auto_reply_with_auto_submitted.eml", "bounced_gmail.eml", "bounced_with_no_from.eml", "non_utf_encoded_mail.eml"],
    "mail-imap-fetched": ["issue-382.eml", "issue-462.eml"],
    "mail-malformed": ["dsn__delayed_dsn.raw", "dsn__dsn_with_multipart_alternative.raw", "mail__multipart-wo-boundary.raw"],
    "mail-odd": ["mime_emails/raw_email_with_mimepart_without_content_type.eml", "multipart_report_emails/report_422.eml"],
}  # fmt: skip
FIGURES = {
    "mail-helpdesk": {"mails": 39, "read": 34, "cases": 33, "threaded": 1, "cut": 5, "acknowledged": 12, "pages": 33, "layouts": 11, "files": 68},
    "mail-imap-fetched": {"mails": 35, "read": 33, "cases": 33, "threaded": 0, "cut": 1, "acknowledged": 12, "pages": 33, "layouts": 10, "files": 25},
    "mail-malformed": {"mails": 43, "read": 40, "cases": 40, "threaded": 0, "cut": 0, "acknowledged": 8, "pages": 40, "layouts": 11, "files": 15},
    "mail-odd": {"mails": 52, "read": 50, "cases": 49, "threaded": 0, "cut": 6, "acknowledged": 30, "pages": 49, "layouts": 10, "files": 17},
}  # fmt: skip


@pytest.mark.parametrize("folder", FIGURES)
def test_every_mail_of_a_set_is_kept_read_shown_and_handed_out(desk, shared_data, folder):
    channel, client = desk
    outcome = go(channel, parents_first(mails_of(shared_data, folder)), client)
    assert outcome.faults == []
    assert sorted(one.name for one in outcome.taken if one.arrival.state == "ignored") == MACHINES[folder]
    assert threading_misses(outcome) == []
    ignored = {"ignored": len(MACHINES[folder]), "quarantined": 0, "faults": 0}
    assert outcome.figures == FIGURES[folder] | ignored
    if folder == "mail-imap-fetched":
        # An address without a domain is no address that could be answered.
        assert expected_misses(shared_data, outcome) == ([("references.eml", "from->mail")], 90)


@pytest.mark.reliability("C7")
@pytest.mark.parametrize("folder", ["mail-helpdesk", "mail-odd"])
def test_only_people_are_told_that_their_mail_arrived(desk, shared_data, folder):
    channel, _client = desk
    outcome = go(channel, mails_of(shared_data, folder))
    people = {message.from_value for message in outcome.messages if not message.automatic and "@" in message.from_value}
    machines = {message.from_value for message in outcome.messages if message.automatic}
    assert set(outcome.acknowledged) <= people
    assert set(outcome.acknowledged) & machines == set()
    assert len(outcome.acknowledged) == len(set(outcome.acknowledged)) == len(people - {"unknown@invalid"})


@pytest.mark.reliability("C7")
def test_no_bounce_vacation_or_abuse_report_opens_a_case_or_is_answered(desk, shared_data):
    channel, _client = desk
    outcome = go(channel, mails_of(shared_data, "mail-bounces"))
    assert outcome.faults == []
    assert {name for name, number in outcome.figures.items() if number} == {"mails", "ignored"}
    assert (outcome.count("ignored"), Case.objects.count()) == (221, 0)


def lines(text: str) -> list[str]:
    """The lines of a text; how many empty ones stand between them does not count."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.reliability("B9")
def test_replies_keep_the_writer_s_words_and_show_what_was_cut_on_demand(desk, shared_data):
    channel, client = desk
    outcome = go(channel, mails_of(shared_data, "mail-replies"), client)
    trimmed = shared_data / "mail-replies" / "trimmed"
    misses = [
        one.name
        for one in outcome.taken
        if one.message is None or lines(one.message.text) != lines((trimmed / one.name).read_text("utf-8"))
    ]
    assert (misses, outcome.faults, len(outcome.taken)) == ([], [], 30)
    assert outcome.figures["cut"] == 25
