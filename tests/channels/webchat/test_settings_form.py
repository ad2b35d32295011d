"""The settings of a chat: addresses of websites as browsers write them, a colour that can be read, a secret that is never shown."""

import pytest

from sandali.channels.email.servers import secrets_of
from sandali.channels.embedding import origin_of
from sandali.channels.installing import script_url
from sandali.channels.models import Channel
from sandali.channels.webchat.looks import contrast_with_white
from sandali.channels.webchat.settings_form import ChatSettings
from sandali.company.actions.overtaken import Overtaken

pytestmark = pytest.mark.django_db
GOOD = {"name": "Chat", "origins": "https://Shop.example/contact\nhttp://localhost:9000 shop2.example", "colour": "#0b6e69", "shows_people": "on"}


def form(cast, channel=None, **changed):
    return ChatSettings({**GOOD, "department": cast.support.pk, **changed}, channel=channel, departments=[cast.support])


def test_a_chat_is_made_with_a_key_of_its_own_and_its_websites_as_origins(cast):
    made = form(cast)
    assert made.is_valid(), made.errors
    channel = made.keep(by=cast.admin)
    assert channel.settings["origins"] == ["https://shop.example", "http://localhost:9000", "https://shop2.example"]
    assert (len(channel.settings["key"]), channel.department, channel.settings["shows_people"]) == (32, cast.support, True)
    assert script_url(channel) == f"http://localhost:8000/chat/{channel.settings['key']}.js"


def test_a_changed_chat_keeps_its_key_and_its_secret_which_is_never_shown(cast):
    made = form(cast, signing_secret="s" * 40)
    assert made.is_valid()
    channel = made.keep(by=cast.admin)
    again = form(cast, channel, name="Another", shows_people="", was=ChatSettings(channel=channel).initial["was"])
    assert again.is_valid()
    changed = again.keep(by=cast.admin)
    assert (changed.name, changed.settings["key"], secrets_of(changed)["signing_secret"]) == ("Another", channel.settings["key"], "s" * 40)
    assert ("shows_people" in changed.settings, "s" * 40 in str(ChatSettings(channel=changed)), "s" * 40 in changed.secrets) == (False, False, False)


def test_of_two_who_change_a_chat_the_second_is_told(cast):
    made = form(cast)
    assert made.is_valid()
    channel = made.keep(by=cast.admin)
    was = ChatSettings(channel=channel).initial["was"]
    first, second = (form(cast, Channel.objects.get(pk=channel.pk), name=name, was=was) for name in ("one", "two"))
    assert (first.is_valid(), second.is_valid()) == (True, True)
    first.keep(by=cast.admin)
    with pytest.raises(Overtaken):
        second.keep(by=cast.admin)


@pytest.mark.parametrize(
    ("field", "value"),
    [("origins", "javascript:alert(1)"), ("origins", "https://*.example"), ("origins", "https://a@b.example"), ("origins", "ftp://a.example"),
     ("origins", "https://a.example; script-src *"), ("origins", " ".join(f"https://{n}.example" for n in range(21))),
     ("colour", "#ffee00"), ("colour", "red"), ("colour", "#0b6e6"), ("signing_secret", "short")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(cast, field, value):
    made = form(cast, **{field: value})
    assert (made.is_valid(), list(made.errors)) == (False, [field])


@pytest.mark.parametrize(
    ("typed", "origin"),
    [("https://a.example:443/x?y", "https://a.example"), ("http://a.example:80", "http://a.example"), ("https://فروشگاه.ایران", "https://xn--mgbtj4c7ad63e.xn--mgba3a4f16a"), ("", "")],
)  # fmt: skip
def test_an_origin_is_written_as_browsers_write_it(typed, origin):
    assert origin_of(typed) == origin


def test_contrast_is_reckoned_as_wcag_does():
    assert [round(contrast_with_white(colour), 2) for colour in ("#ffffff", "#000000", "#767676")] == [1.0, 21.0, 4.54]


def test_trying_says_whether_browsers_will_open_it(cast, settings):
    tried = form(cast)
    assert tried.is_valid()
    assert [step.ok for step in tried.trial({})] == [False, True]
    settings.PUBLIC_URL = "https://desk.example"
    assert [step.ok for step in tried.trial({})] == [True, True]
    none = form(cast, origins="")
    assert none.is_valid()
    assert [step.ok for step in none.trial({})] == [True, False]
