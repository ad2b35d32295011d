"""What is wrong with a mail server: a sentence, and below it only what the other side itself said."""

import pytest

from sandali.channels.email.imap import Mailbox
from sandali.channels.email.servers import server_of
from sandali.channels.email.testing import test_connection as try_connection
from sandali.channels.email.troubles import MailTrouble

ADDRESS = "support@simorgh.example"


def failed(settings, secrets=None):
    """The step at which a trial ends, as (name, sentence, detail)."""
    step = try_connection(settings, secrets or {}, ADDRESS)[-1]
    assert step.ok is False
    return step.name, step.sentence, step.detail


def test_a_refused_log_in_shows_the_server_s_words_and_nothing_of_a_library(channel, imap, settings):
    settings.LANGUAGE_CODE = "en"
    wanted = {name: value for name, value in channel.settings.items() if name.startswith("imap")}
    name, _sentence, detail = failed(wanted, {"imap_password": "wrong"})
    assert (name, detail) == ("imap-login", "[AUTHENTICATIONFAILED] no")


def test_a_folder_that_is_not_there_shows_the_server_s_words(channel, imap):
    mailbox = Mailbox(server_of("imap", ADDRESS, channel.settings, {"imap_password": imap.password}))
    mailbox.enter()
    try:
        with pytest.raises(MailTrouble) as caught:
            mailbox.open_folder("Nowhere", read_only=True)
    finally:
        mailbox.leave()
    assert (caught.value.code, "b'" in caught.value.detail, "Data:" in caught.value.detail) == ("folder", False, False)


def test_a_server_that_is_away_shows_our_sentence_once(channel, smtp):
    smtp.stop()
    try:
        wanted = {name: value for name, value in channel.settings.items() if name.startswith("smtp")}
        _name, sentence, detail = failed(wanted)
        assert (bool(sentence), detail) == (True, "")
    finally:
        smtp.start()


def test_an_unknown_host_shows_our_sentence_once(settings):
    settings.LANGUAGE_CODE = "fa"
    name, _sentence, detail = failed({"imap_host": "mail.invalid"})
    assert (name, detail) == ("imap-name", "")
