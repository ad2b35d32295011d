"""Channels, through the pages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from sandali.channels.email.servers import secrets_of
from sandali.channels.email.settings_form import EmailSettings
from sandali.channels.models import Channel
from sandali.channels.queries import channel_stamp
from sandali.channels.setup import change_channel
from sandali.channels.spool import pipe_command

pytestmark = pytest.mark.django_db
LIST, NEW = "/settings/channels/", "/settings/channels/new/"
GOOD = {
    "name": "Info", "address": "info@simorgh.example", "imap_host": "mail.simorgh.example", "imap_port": "993", "imap_security": "tls",
    "imap_username": "info", "imap_password": "very secret", "smtp_host": "mail.simorgh.example", "smtp_port": "465", "smtp_security": "tls",
}  # fmt: skip


def connected(admin) -> Channel:
    """An e-mail channel made through the page."""
    assert admin.post(NEW, GOOD).status_code == 303
    return Channel.objects.get(address=GOOD["address"])


def test_the_servers_are_guessed_from_the_address(cast, admin):
    assert 'name="imap_host"' not in admin.get(NEW).content.decode()
    page = admin.get(NEW, {"address": "info@gmail.com"}).content.decode()
    assert [value in page for value in ('value="imap.gmail.com"', 'value="smtp.gmail.com"')] == [True, True]


def test_what_is_no_address_is_asked_for_again(cast, admin):
    page = admin.get(NEW, {"address": "info"}).content.decode()
    assert 'value="info"' in page and 'name="imap_host"' not in page


def test_a_channel_is_connected_and_its_password_kept_encrypted(cast, admin):
    channel = connected(admin)
    assert (channel.kind, channel.settings["imap_host"]) == ("email", "mail.simorgh.example")
    assert "very secret" not in channel.secrets and secrets_of(channel)["imap_password"] == "very secret"
    page = admin.get(f"{LIST}{channel.pk}/")
    assert "very secret" not in page.content.decode()


def test_an_empty_password_keeps_the_stored_one(cast, admin):
    channel = connected(admin)
    admin.post(f"{LIST}{channel.pk}/", {**GOOD, "name": "Info 2", "imap_password": ""})
    channel.refresh_from_db()
    assert (channel.name, secrets_of(channel)["imap_password"]) == ("Info 2", "very secret")


def test_a_kept_password_is_said_to_be_kept_and_only_that_one(cast, admin):
    hint = "A password is stored. Leave the field empty to keep it."
    channel = connected(admin)
    page = admin.get(f"{LIST}{channel.pk}/", headers={"Accept-Language": "en"}).content.decode()
    fields = {name: page.partition(f'id="field-{name}"')[2].partition('id="field-')[0] for name in ("imap_password", "smtp_password")}
    assert {name: "••••" in field for name, field in fields.items()} == {"imap_password": True, "smtp_password": False}
    assert page.count('placeholder="••••••••"') == 1
    form = EmailSettings(channel=Channel.objects.get(pk=channel.pk))
    with override("en"):
        assert [name for name in form.fields if str(form.fields[name].help_text) == hint] == ["imap_password"]


def test_a_new_channel_is_not_said_to_be_connected_before_its_server_was_reached(cast, admin):
    answer = admin.post(NEW, GOOD, follow=True)
    (toast,) = (str(message) for message in answer.context["messages"])
    with override("fa"):
        assert toast == gettext("The channel is saved. You can see here how its connection is doing.")
    assert Channel.objects.get(address=GOOD["address"]).last_ok_at is None


def test_a_wrong_form_keeps_what_was_typed(cast, admin):
    answer = admin.post(NEW, {**GOOD, "imap_port": "99999"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="۹۹۹۹۹"' in page, 'value="mail.simorgh.example"' in page) == (422, True, True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not Channel.objects.filter(address=GOOD["address"]).exists()


def test_an_address_that_another_channel_has_is_refused(cast, admin):
    assert admin.post(NEW, {**GOOD, "address": cast.channel.address}).status_code == 422


def test_a_form_that_was_overtaken_is_asked_again(cast, admin):
    channel = connected(admin)
    was = channel_stamp(channel)
    change_channel(channel, by=cast.admin, name="Theirs")
    answer = admin.post(f"{LIST}{channel.pk}/", {**GOOD, "name": "Mine", "was": was})
    assert (answer.status_code, Channel.objects.get(pk=channel.pk).name) == (409, "Theirs")
    fresh = re.search(r'name="was" value="(\w+)"', answer.content.decode())[1]
    assert admin.post(f"{LIST}{channel.pk}/", {**GOOD, "name": "Mine", "was": fresh}).status_code == 303


@pytest.mark.reliability("H6")
def test_other_fields_are_ignored(cast, admin):
    channel = connected(admin)
    admin.post(f"{LIST}{channel.pk}/", {**GOOD, "kind": "counter", "slug": "x", "secrets": "x", "is_active": "", "archived_at": "now"})
    after = Channel.objects.get(pk=channel.pk)
    assert (after.kind, after.slug, after.is_active, after.archived_at) == ("email", channel.slug, True, None)


def test_trying_a_connection_says_each_step_and_saves_nothing(cast, admin):
    form = {**GOOD, "imap_host": "no-such-host.invalid", "smtp_host": "no-such-host.invalid"}
    whole = admin.post(reverse("settings_channel_new_test"), form).content.decode()
    assert whole.count('<li class="text-bad">') == 2  # receiving and sending each stop at the name
    assert 'value="very secret"' in whole  # nothing typed is lost without JavaScript
    assert not Channel.objects.filter(address=GOOD["address"]).exists()


def test_the_part_and_the_whole_page_agree_about_a_trial(cast, admin):
    form = {**GOOD, "imap_host": "no-such-host.invalid", "smtp_host": ""}
    address = reverse("settings_channel_new_test")
    part = admin.post(address, form, headers={"HX-Request": "true", "HX-Target": "div#connection-test"}).content.decode()
    whole = admin.post(address, form).content.decode()
    assert part.strip().startswith('<div id="connection-test"')
    assert part.strip() in whole


def test_without_a_server_there_is_nothing_to_try(cast, admin):
    page = admin.post(reverse("settings_channel_new_test"), {"name": "x", "address": "a@simorgh.example"}).content.decode()
    assert 'class="banner warn"' in page


def test_a_counter_has_no_connection_to_try(cast, admin):
    assert admin.post(reverse("settings_channel_test", args=[cast.counter.pk])).status_code == 404
    assert admin.post(f"{LIST}{cast.counter.pk}/", {"name": "Front desk", "department": cast.support.pk}).status_code == 303
    assert Channel.objects.get(pk=cast.counter.pk).name == "Front desk"


def test_a_channel_is_paused_and_goes_on_with_its_department(cast, admin):
    admin.post(reverse("settings_channel_pause", args=[cast.channel.pk]))
    assert Channel.objects.get(pk=cast.channel.pk).is_active is False
    admin.post(reverse("settings_channel_activation", args=[cast.channel.pk]))
    after = Channel.objects.get(pk=cast.channel.pk)
    assert (after.is_active, after.department) == (True, cast.support)


def test_closing_for_good_asks_for_the_name(cast, admin):
    channel = connected(admin)
    address = reverse("settings_channel_archive", args=[channel.pk])
    assert admin.post(address, {"name": "another"}).status_code == 422
    assert Channel.objects.get(pk=channel.pk).archived_at is None
    assert admin.post(address, {"name": "Info"}).status_code == 303
    closed = Channel.objects.get(pk=channel.pk)
    assert (closed.secrets, closed.is_active, closed.archived_at is None) == ("", False, False)
    assert admin.post(reverse("settings_channel_activation", args=[channel.pk])).status_code == 404


def test_a_closed_channel_is_opened_again_from_its_page_and_then_given_its_password(cast, admin):
    channel = connected(admin)
    page, address = f"{LIST}{channel.pk}/", reverse("settings_channel_reopening", args=[channel.pk])
    assert address not in admin.get(page).content.decode()
    admin.post(reverse("settings_channel_archive", args=[channel.pk]), {"name": "Info"})
    assert f'action="{address}"' in admin.get(page).content.decode()
    answer = admin.post(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert 'name="imap_password"' in admin.get(page).content.decode()
    assert admin.post(page, {**GOOD, "imap_password": "another"}).status_code == 303
    admin.post(reverse("settings_channel_activation", args=[channel.pk]))
    after = Channel.objects.get(pk=channel.pk)
    assert (after.archived_at, after.is_active, secrets_of(after)["imap_password"]) == (None, True, "another")


def test_an_address_that_went_to_another_channel_keeps_a_closed_one_closed(cast, admin):
    channel = connected(admin)
    admin.post(reverse("settings_channel_archive", args=[channel.pk]), {"name": "Info"})
    connected_anew = admin.post(NEW, GOOD)
    answer = admin.post(reverse("settings_channel_reopening", args=[channel.pk]))
    assert (connected_anew.status_code, answer.status_code, Channel.objects.get(pk=channel.pk).archived_at is None) == (303, 422, False)


@pytest.mark.reliability("A14")
def test_a_failing_channel_says_since_when_and_why(cast, admin):
    Channel.objects.filter(pk=cast.channel.pk).update(
        failing_since=timezone.now() - timedelta(hours=2), last_error="گذرواژه پذیرفته نشد.", failures=4
    )
    assert [url for url in (LIST, f"{LIST}{cast.channel.pk}/") if "گذرواژه پذیرفته نشد." not in admin.get(url).content.decode()] == []


def test_the_pipe_s_command_stands_ready_to_copy(cast, admin):
    assert f"|{pipe_command(cast.channel)}<" in admin.get(f"{LIST}{cast.channel.pk}/").content.decode()
