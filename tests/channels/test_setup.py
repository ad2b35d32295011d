"""Making, changing and archiving channels; passwords that are kept and never shown."""

import pytest

from sandali.channels import health, setup
from sandali.channels.email.servers import imap_server, secrets_of, smtp_server
from sandali.channels.email.settings_form import EmailSettings, guess_servers
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.spool import spool_folder
from sandali.company.actions import Overtaken
from sandali.history.models import Event
from sandali.kit.secrets import SecretUnreadable


@pytest.fixture
def shop(cast, own_folders):
    """An e-mail channel with secrets."""
    return setup.create_channel(
        kind="email", name="فروشگاه", address="Shop@Simorgh.example", department=cast.support, by=cast.admin,
        settings={"imap_host": "mail.simorgh.example", "smtp_host": "mail.simorgh.example", "smtp_security": "starttls"},
        secrets={"imap_password": "رمز one", "smtp_password": ""},
    )  # fmt: skip


def test_a_new_channel_has_an_address_in_lower_case_a_slug_a_spool_and_an_event(shop, cast):
    assert (shop.address, shop.slug) == ("shop@simorgh.example", "shop")
    assert sorted(path.name for path in (spool_folder() / shop.slug).iterdir()) == ["new", "tmp"]
    event = Event.objects.get(kind="channel_changed")
    assert (event.by_id, event.data["name"]) == (cast.admin.pk, "فروشگاه")


def test_slugs_are_made_unique(cast, own_folders):
    made = [setup.create_channel(kind="counter", name="Support", by=cast.admin).slug for _ in range(3)]
    assert made == ["support-2", "support-3", "support-4"]


@pytest.mark.parametrize(
    ("name", "address", "slug"),
    [
        ("پشتیبانی", "Support.IR@simorgh.example", "supportir"),
        ("فروشگاه 2", "shop@simorgh.example", "shop"),
        ("Sales فروش", "info@simorgh.example", "sales"),
        ("نامه‌ها", "نامه@simorgh.example", "channel"),
        ("حضوری", "", "channel"),
    ],
)
def test_the_slug_is_of_the_name_where_it_has_latin_letters_else_of_the_address(cast, own_folders, name, address, slug):
    assert setup.create_channel(kind="email", name=name, address=address, by=cast.admin).slug == slug


def test_passwords_are_encrypted_for_their_own_row(shop, cast):
    assert "one" not in shop.secrets
    assert secrets_of(shop) == {"imap_password": "رمز one"}
    Channel.objects.filter(pk=cast.channel.pk).update(secrets=shop.secrets)
    with pytest.raises(SecretUnreadable):
        secrets_of(Channel.objects.get(pk=cast.channel.pk))


def test_the_servers_have_the_usual_ports_and_one_password_serves_both(shop):
    receive, send = imap_server(shop), smtp_server(shop)
    assert (receive.port, receive.security, receive.username) == (993, "tls", "shop@simorgh.example")
    assert (send.port, send.security, send.password) == (587, "starttls", "رمز one")
    assert "one" not in repr(receive)


def test_a_change_keeps_what_is_not_given_and_tries_a_failing_channel_again_at_once(shop, cast):
    health.receiving_fails(shop, "wrong password")
    setup.change_channel(shop, by=cast.admin, department=cast.support, secrets={"smtp_password": "two", "imap_password": ""})
    row = Channel.objects.get(pk=shop.pk)
    assert secrets_of(row) == {"imap_password": "رمز one", "smtp_password": "two"}
    assert (row.next_try_at, row.name, row.department_id) == (None, "فروشگاه", cast.support.pk)
    assert row.failing_since is not None
    assert Event.objects.filter(kind="channel_changed").order_by("-id").first().data["what"] == ["secrets"]


def test_an_archived_channel_loses_its_passwords(shop, cast):
    setup.archive_channel(shop, by=cast.admin)
    row = Channel.objects.get(pk=shop.pk)
    assert (row.is_active, row.secrets, row.archived_at is not None) == (False, "", True)


def test_a_door_that_is_opened_again_waits_for_its_passwords_and_is_told_of(shop, cast):
    setup.archive_channel(shop, by=cast.admin)
    for _again in range(2):
        setup.reopen_channel(shop, by=cast.admin)
    row = Channel.objects.get(pk=shop.pk)
    assert (row.archived_at, row.is_active, row.secrets) == (None, False, "")
    assert [event.by_id for event in Event.objects.filter(kind="channel_reopened", subject_id=shop.pk)] == [cast.admin.pk]


def test_a_door_without_a_connection_works_as_soon_as_it_is_open_again(cast):
    setup.archive_channel(cast.counter, by=cast.admin)
    assert setup.reopen_channel(cast.counter, by=cast.admin).is_active is True


def test_a_door_is_not_opened_again_while_another_has_its_address(shop, cast):
    setup.archive_channel(shop, by=cast.admin)
    Channel.objects.filter(pk=cast.channel.pk).update(address=shop.address)
    with pytest.raises(setup.AddressTaken):
        setup.reopen_channel(shop, by=cast.admin)
    assert Channel.objects.get(pk=shop.pk).archived_at is not None


def test_a_change_that_was_overtaken_writes_nothing(shop, cast):
    was = channel_stamp(shop)
    setup.change_channel(shop, by=cast.admin, department=cast.support, name="Theirs")
    with pytest.raises(Overtaken) as other:
        setup.change_channel(shop, by=cast.admin, department=None, name="Mine", was=was)
    row = Channel.objects.get(pk=shop.pk)
    assert (row.name, row.department, other.value.current, other.value.stamp) == ("Theirs", cast.support, row, channel_stamp(row))


def form(cast, channel=None, **given):
    data = {"name": "Shop", "address": "shop2@simorgh.example", "department": cast.support.pk, "imap_host": "Mail.Simorgh.example"}
    return EmailSettings(data | given, channel=channel, departments=[cast.support])


def test_the_form_makes_a_channel_and_changes_it_without_losing_the_password(cast, own_folders):
    first = form(cast, imap_password=" secret ", authserv_ids="MX.simorgh.example, other", plus_addressing="on")
    assert first.is_valid(), first.errors
    channel = first.keep(by=cast.admin)
    assert channel.settings == {
        "imap_host": "mail.simorgh.example", "plus_addressing": True, "authserv_ids": ["mx.simorgh.example", "other"],
    }  # fmt: skip
    assert secrets_of(channel) == {"imap_password": " secret "}
    shown = EmailSettings(channel=channel, departments=[cast.support]).as_p()
    assert "secret" not in shown and "mx.simorgh.example, other" in shown
    second = form(cast, channel=channel, name="Renamed")
    assert second.is_valid(), second.errors
    changed = Channel.objects.get(pk=second.keep(by=cast.admin).pk)
    assert (changed.name, changed.settings, secrets_of(changed)) == (
        "Renamed", {"imap_host": "mail.simorgh.example"}, {"imap_password": " secret "},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "a@b@c"), ("address", "support@simorgh.example"), ("address", "x@y\r\nBcc: z"), ("imap_host", "0x7f.1/x"),
        ("imap_port", "70000"), ("imap_security", "ssl3"), ("name", ""),
    ],
)  # fmt: skip
def test_the_form_refuses_what_cannot_be(cast, own_folders, field, value):
    wrong = form(cast, **{field: value})
    assert list(wrong.errors) == [field]


def test_known_providers_are_known_and_others_are_guessed():
    gmail = guess_servers("a.b@gmail.com")
    assert (gmail["imap_host"], gmail["smtp_host"], gmail["smtp_port"], gmail["guessed"]) == ("imap.gmail.com", "smtp.gmail.com", 465, False)
    outlook = guess_servers("a@Outlook.com")
    assert (outlook["smtp_host"], outlook["smtp_port"], outlook["smtp_security"]) == ("smtp-mail.outlook.com", 587, "starttls")
    own = guess_servers("info@simorgh.ir")
    assert (own["imap_host"], own["smtp_host"], own["guessed"], own["plus_addressing"]) == ("mail.simorgh.ir", "mail.simorgh.ir", True, False)
    assert (guess_servers("nothing"), guess_servers("@x.ir"), guess_servers("a@localhost")) == ({}, {}, {})
