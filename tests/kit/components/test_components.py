"""Components: what people typed is escaped everywhere, faces are stable, clocks say the right thing, fields are tied together."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.utils import translation

from sandali.kit.components import buttons, fields, markup, overlays, pieces, regions, talk
from tests.work import calls_of

EVIL = '"><script>alert(1)</script>'
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "html",
    [
        markup.icon("inbox", label=EVIL),
        markup.attributes({"title": EVIL}),
        buttons.button(EVIL, href=EVIL, title=EVIL),
        buttons.icon_button("x", EVIL),
        buttons.post_button(EVIL, url=EVIL, csrf_token=EVIL, vals={"next": EVIL}),
        pieces.chip(EVIL, href=EVIL, title=EVIL),
        pieces.avatar(EVIL, key=EVIL, label=EVIL),
        pieces.tab(EVIL, EVIL),
        pieces.segment(EVIL),
        pieces.file_tile(EVIL, url=EVIL, preview=EVIL, note=EVIL),
        pieces.progress(3, label=EVIL),
        pieces.sparkline([1, 2], label=EVIL),
        talk.bubble("", by=EVIL, id=EVIL, foot=EVIL),
        talk.event_line(EVIL),
        talk.timeline_item(EVIL, when=EVIL),
        overlays.menu_item(EVIL, href=EVIL, hint=EVIL),
        overlays.dialog("", id="d", title=EVIL),
        overlays.toast(EVIL, undo=EVIL),
        regions.card("", title=EVIL, note=EVIL),
        regions.kpi(EVIL, EVIL, unit=EVIL, change=EVIL, note=EVIL),
        regions.table("", label=EVIL),
        regions.list_row("", url=EVIL, title=EVIL, preview=EVIL, when=EVIL),
        regions.empty("", title=EVIL),
        regions.show_more(url=EVIL, target="rows", label=EVIL),
        fields.search_field(value=EVIL, label=EVIL, data_x=EVIL),
    ],
)
def test_what_people_typed_is_never_markup(html):
    assert html.count("<script") == 0
    assert html.count('"><') == html.replace(EVIL, "").count('"><')


def test_attributes_follow_python_names():
    given = {"hx_post": "/a/", "hx_target__inherited": "#x", "class_": "b", "disabled": True, "hidden": False, "title": ""}
    assert markup.attributes(given) == ' hx-post="/a/" hx-target:inherited="#x" class="b" disabled'


def test_icons_that_mean_a_direction_are_mirrored_and_a_clock_is_not():
    assert ["flip" in markup.icon(name) for name in ("send", "arrow-left", "clock", "check", "phone")] == [True, True, False, False, False]


def test_a_button_that_opens_something_does_not_submit():
    assert [part.split('type="')[1].split('"')[0] for part in (buttons.button("a"), buttons.button("a", popovertarget="m"))] == ["submit", "button"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("مینا رستگار", "م\u200cر"), ("James Ronald Smith", "J\u200cS"), ("کاوه", "ک"), ("021 8877 6655", "55"), ("(Mina) r", "M\u200cR"), ("", "?")],
)
def test_initials(name, letters):
    assert pieces.initials(name) == letters


def test_a_face_keeps_its_colour_when_the_name_changes():
    first, second = pieces.avatar("Mina", key=7), pieces.avatar("Mina Rastegar", key=7)
    assert first.split("hue-")[1][0] == second.split("hue-")[1][0]


@pytest.mark.parametrize(
    ("given", "tone", "words"),
    [
        ({"due": NOW + timedelta(hours=5)}, "chip", "5 hours left"),
        ({"due": NOW + timedelta(minutes=12, seconds=59)}, "chip warn", "12 minutes left"),
        ({"due": NOW + timedelta(minutes=1)}, "chip warn", "1 minute left"),
        ({"due": NOW - timedelta(days=3)}, "chip bad", "3 days late"),
        ({"due": NOW + timedelta(minutes=1), "paused": True}, "chip", "Clock paused"),
        ({"due": NOW, "met": NOW}, "chip ok", "In time"),
        ({"due": NOW, "met": NOW + timedelta(seconds=1)}, "chip bad", "Answered late"),
    ],
)
def test_a_clock_says_how_long_is_left(given, tone, words):
    html = talk.deadline(now=NOW, **given)
    assert (html.split('class="')[1].split('"')[0], html.split("<span>")[1].split("</span>")[0]) == (tone, words)


def test_no_clock_shows_nothing():
    assert talk.deadline(None) == ""


def test_a_failed_message_says_so_in_words_and_not_only_in_red():
    html = talk.bubble("<p>x</p>", side="agent", by="Sara", state="failed")
    assert (html.count('class="message agent failed"'), html.count('aria-label="Not sent"')) == (1, 1)


def test_a_note_says_that_it_is_internal():
    assert talk.bubble("<p>x</p>", side="note", by="Reza").count("<b>Internal note · Reza</b>") == 1


@pytest.mark.parametrize(("value", "width"), [(-5, "0.0"), (0, "0.0"), (50, "50.0"), (400, "100.0")])
def test_a_bar_stays_inside_its_frame(value, width):
    assert pieces.progress(value).count(f'<rect width="{width}"') == 1


def test_a_sparkline_of_equal_values_is_a_level_line_and_of_one_is_nothing():
    assert pieces.sparkline([4, 4]).count('points="0.0,22.0 100.0,22.0"') == 1
    assert pieces.sparkline([4]) == ""


class Chosen(forms.Form):
    paper = forms.FileField(required=False)
    rooms = forms.MultipleChoiceField(choices=[], widget=forms.CheckboxSelectMultiple, required=False)


def test_a_choice_between_nothing_is_not_shown():
    assert fields.field(Chosen()["rooms"]) == ""


def test_a_field_for_files_speaks_the_language_of_the_page():
    with translation.override("fa"):
        html = fields.field(Chosen()["paper"])
    assert html.count('<s-file choose="انتخاب فایل" none="فایلی انتخاب نشده است"><input type="file"') == 1


def test_a_letter_of_the_keyboard_stands_apart_from_other_words_of_a_menu():
    assert overlays.menu_item("Answered", key="e").count('<span class="hint key">e</span>') == 1
    assert overlays.menu_item("Tomorrow", hint="09:00").count('<span class="hint">09:00</span>') == 1


def test_a_counter_of_nothing_is_nothing_and_of_much_is_cut():
    assert pieces.count(0) == ""
    assert pieces.count(128) == '<span class="count">+99</span>'


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the invoice.")
    agree = forms.BooleanField()
    way = forms.ChoiceField(choices=[("m", "E-mail"), ("t", EVIL)], widget=forms.RadioSelect, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)


def test_a_field_ties_label_help_and_error_to_its_control():
    html = fields.field(Sample({"name": ""})["name"])
    assert html.count('<label for="id_name">') == 1
    assert html.count('aria-describedby="id_name-help id_name-error"') == 1
    assert html.count('aria-invalid="true"') == 1
    assert (html.count('id="id_name-help"'), html.count('id="id_name-error"')) == (1, 1)


def test_a_whole_form_keeps_what_was_typed_and_its_hidden_fields():
    html = fields.form_fields(Sample({"name": "Mina & Co", "way": "t", "hidden": "7"}))
    assert html.count('value="Mina &amp; Co"') == 1
    assert html.count('<input type="hidden" name="hidden" value="7"') == 1
    assert html.count("<script") == 0
    assert html.count('<fieldset class="field" id="field-way">') == 1


def test_fifty_rows_take_little_work():
    def write(rows):
        for number in range(rows):
            chips = talk.deadline(NOW, now=NOW) + pieces.chip("x", tone="ok", icon_name="check")
            regions.list_row(chips, url="/", title=f"customer {number}", preview="text", at=NOW, channel="mail", unread=3)

    write(50)
    assert calls_of(lambda: write(50)) < 40_000
