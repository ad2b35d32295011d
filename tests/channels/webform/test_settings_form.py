"""The settings of a form: fields in their order, known ones once, choices in two languages, and whether answers find their way."""

import pytest

from sandali.channels.installing import page_url, script_url
from sandali.channels.models import Channel
from sandali.channels.webform.layout import choices_of, fields_of, typed_choices, usual
from sandali.channels.webform.settings_form import FormSettings

pytestmark = pytest.mark.django_db
NAME = {"kind": "name", "id": "name", "place": "2"}
MESSAGE = {"kind": "message", "id": "message", "place": "1", "required": "on"}
COLOUR = {"kind": "choice", "place": "۳", "label_fa": "رنگ", "label_en": "Colour", "choices": "آبی | Blue\nسبز | Green\n\nXL"}


def form(cast, *rows, channel=None, **changed):
    typed = {f"row{number}-{name}": value for number, row in enumerate(rows, 1) for name, value in row.items()}
    data = {"name": "Contact", "department": cast.support.pk, "origins": "shop.example", "matter": "request", "rows": str(len(rows)), **typed, **changed}
    return FormSettings(data, channel=channel, departments=[cast.support])


def test_a_form_is_laid_out_by_rows_in_their_places(cast):
    made = form(cast, NAME, MESSAGE, COLOUR, {"kind": ""})
    assert made.is_valid(), made.errors
    channel = made.keep(by=cast.admin)
    fields = fields_of(channel.settings)
    assert [(one.kind, one.required) for one in fields] == [("message", True), ("name", False), ("choice", False)]
    assert (fields[2].label("fa"), fields[2].label("en"), fields[2].options("en"), fields[0].label("fa")) == (
        "رنگ", "Colour", [("1", "Blue"), ("2", "Green"), ("3", "XL")], "پیام شما",
    )  # fmt: skip
    assert (channel.settings["origins"], channel.settings["matter"]) == (["https://shop.example"], "request")
    key = channel.settings["key"]
    assert (script_url(channel), page_url(channel)) == (f"http://localhost:8000/form/{key}.js", f"http://localhost:8000/form/{key}/")


def test_a_field_keeps_its_name_when_it_moves_and_goes_when_it_is_taken_out(cast):
    made = form(cast, MESSAGE, COLOUR)
    assert made.is_valid()
    channel = made.keep(by=cast.admin)
    was, own = FormSettings(channel=channel).initial["was"], channel.settings["fields"][1]["id"]
    again = form(cast, {**MESSAGE, "place": "2"}, {**COLOUR, "id": own, "place": "1", "label_fa": "رنگ تازه"}, channel=channel, was=was)
    assert again.is_valid(), again.errors
    changed = again.keep(by=cast.admin)
    assert [(one["id"], one.get("label_fa", "")) for one in changed.settings["fields"]] == [(own, "رنگ تازه"), ("message", "")]
    assert changed.settings["key"] == channel.settings["key"]
    out = form(cast, MESSAGE, {**COLOUR, "id": own, "gone": "on"}, channel=Channel.objects.get(pk=channel.pk), was=FormSettings(channel=changed).initial["was"])
    assert out.is_valid()
    assert [one["kind"] for one in out.keep(by=cast.admin).settings["fields"]] == ["message"]


@pytest.mark.parametrize(
    "rows",
    [[], [{"kind": ""}], [NAME], [NAME, NAME, MESSAGE], [MESSAGE, {"kind": "text"}], [MESSAGE, {**COLOUR, "choices": "one"}], [{**MESSAGE, "kind": "sql"}],
     [MESSAGE, *({"kind": "text", "label_fa": "!"} for _n in range(31))], [{**MESSAGE, "place": "x"}]],
)  # fmt: skip
def test_what_cannot_be_a_form_is_said_and_everything_typed_stays(cast, rows):
    made = form(cast, *rows)
    assert made.is_valid() is False
    assert [row["kind"].value() for row in made.field_rows] == [row["kind"] for row in rows][:32]


def test_trying_says_whether_somebody_can_be_answered(cast):
    asks = form(cast, MESSAGE, {"kind": "email", "id": "email"})
    number = form(cast, MESSAGE, {"kind": "phone", "id": "phone"})
    nothing = form(cast, MESSAGE)
    assert [one.is_valid() for one in (asks, number, nothing)] == [True] * 3
    assert [[step.ok for step in one.trial({})] for one in (asks, number, nothing)] == [[False, True, True], [False, True, False], [False, True, False]]


def test_a_new_form_has_the_usual_fields_and_choices_are_typed_as_they_are_read():
    assert [row.initial.get("kind") for row in FormSettings().field_rows] == [*(one.kind for one in usual()), None, None]
    assert typed_choices(choices_of("a | b\n c ")) == "a | b\nc"
