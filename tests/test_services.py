"""The real servers answer, so that a test that leans on them proves something."""

import imaplib
import ssl

import psycopg


def test_postgresql_sorts_and_finds_persian(postgresql):
    with psycopg.connect(postgresql) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        grams = connection.execute("SELECT show_trgm('سفارش')").fetchone()[0]
        assert (connection.execute("SHOW server_encoding").fetchone()[0], len(grams)) == ("UTF8", 6)


def test_dovecot_shows_a_delivered_mail_and_each_user_has_a_mailbox_of_their_own(dovecot):
    dovecot.deliver("sara", b"Subject: hello\r\n\r\nbody\r\n")
    for user, expected in [("sara", b"1"), ("reza", b"0")]:
        with imaplib.IMAP4(dovecot.host, dovecot.port) as client:
            client.login(user, dovecot.password)
            assert client.select("INBOX")[1] == [expected]


def test_dovecot_speaks_tls_with_a_certificate_that_can_be_checked(dovecot):
    trust = ssl.create_default_context(cafile=dovecot.certificate)
    with imaplib.IMAP4_SSL(dovecot.host, dovecot.tls_port, ssl_context=trust) as client:
        client.login("sara", dovecot.password)
        assert "IDLE" in client.capabilities
