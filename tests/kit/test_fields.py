"""Fields take every digit set and both calendars, keep what was typed on refusal, and work without JavaScript."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from sandali.kit.dates import displayed
from sandali.kit.fields import DigitsIntegerField, JalaliDateField, MoneyField, PhoneField, PortField
from sandali.kit.phones import Phone

SATURDAY = date(2026, 11, 21)


class Sample(forms.Form):
    day = JalaliDateField(required=False, earliest=date(2026, 1, 1), latest=date(2026, 12, 31))
    phone = PhoneField(required=False)
    count = DigitsIntegerField(required=False, min_value=1, max_value=10_000)
    price = MoneyField(required=False)


@pytest.fixture(autouse=True)
def persian_reader():
    with displayed("fa", "Asia/Tehran"), translation.override("en"):
        yield


def errors(**data):
    return {name: [one.code for one in found.as_data()] for name, found in Sample(data).errors.items()}


def test_what_people_type_becomes_plain_values():
    form = Sample({"day": "۱۴۰۵/۰۸/۳۰", "phone": "۰۹۱۲ ۳۴۵ ۶۷۸۹", "count": "۱٬۲۵۰", "price": "۱۲٬۰۰۰"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "day": SATURDAY, "phone": Phone("+989123456789", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "mobile"), "count": 1250, "price": 120_000,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["2026-11-21", "۱۴۰۵-۸-۳۰", "30 آبان 1405", "٣٠/٨/١٤٠٥"])
def test_a_date_is_read_in_either_calendar(typed):
    assert JalaliDateField().clean(typed) == SATURDAY


def test_empty_fields_are_none():
    form = Sample({"day": "", "phone": " ", "count": "", "price": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"day": None, "phone": None, "count": None, "price": None}


def test_what_cannot_be_read_is_refused():
    assert errors(day="x", phone="12", count="2.5", price="زیاد") == {"day": ["invalid"], "phone": ["invalid"], "count": ["whole"], "price": ["invalid"]}
    assert errors(day="2025-12-31", count="0", price="1.55") == {"day": ["too_early"], "count": ["min_value"], "price": ["invalid"]}
    assert errors(day="2027-01-01", count="۱۰۰۰۱") == {"day": ["too_late"], "count": ["max_value"]}
    assert [one.code for one in forms_error(JalaliDateField(), "")] == ["required"]


def forms_error(field, value):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    return refused.value.error_list


def test_the_refusal_names_the_limit_in_the_readers_calendar():
    assert Sample({"day": "2025-12-31"}).errors["day"] == ["Please choose ۱۱ دی ۱۴۰۴ or a later day."]


def test_the_date_input_is_a_text_input_inside_our_element():
    html = str(Sample(initial={"day": SATURDAY})["day"])
    assert " ".join(html.split()) == (
        '<s-date calendar="jalali" week-start="6" lang="fa" label-open="Choose a date" label-previous="Previous month" '
        'label-next="Next month" label-previous-year="Previous year" label-next-year="Next year" label-today="Today" '
        'label-clear="Clear" min="2026-01-01" max="2026-12-31"><input type="text" name="day" value="۱۴۰۵/۰۸/۳۰" autocomplete="off" '
        'id="id_day"> </s-date>'
    )


def test_the_date_input_follows_the_reader():
    with displayed("en", "UTC"):
        html = str(Sample(initial={"day": SATURDAY})["day"])
    assert '<s-date calendar="gregorian" week-start="1" lang="en"' in html
    assert 'value="2026-11-21"' in html


def test_what_was_typed_and_refused_stays_in_the_field():
    form = Sample({"day": "فردا<", "phone": "۱۲", "count": "چند", "price": "۱٫۲۵"})
    assert not form.is_valid()
    assert [form[name].value() for name in ("day", "phone", "count", "price")] == ["فردا<", "۱۲", "چند", "۱٫۲۵"]
    assert 'value="فردا&lt;"' in str(form["day"])


def test_kept_values_are_shown_as_people_write_them():
    form = Sample(initial={"phone": "+989123456789", "count": 1250, "price": 125_005})
    assert [form[name].as_widget().split('value="')[1].split('"')[0] for name in ("phone", "count", "price")] == [
        "۰۹۱۲ ۳۴۵ ۶۷۸۹", "۱٬۲۵۰", "۱۲٬۵۰۰٫۵",
    ]  # fmt: skip


def test_the_same_value_written_otherwise_is_no_change():
    initial = {"day": SATURDAY, "phone": "+989123456789", "count": 1250, "price": 120_000}
    same = {"day": "۳۰ آبان ۱۴۰۵", "phone": "0912-345-6789", "count": "1,250", "price": "۱۲۰۰۰"}
    other = {"day": "x", "phone": "0912-345-6780", "count": "x", "price": "۱۲۰۰۱"}
    assert Sample(same, initial=initial).changed_data == []
    assert Sample(other, initial=initial).changed_data == ["day", "phone", "count", "price"]


def test_a_port_is_shown_without_groups_and_read_in_any_digits():
    field = PortField()
    assert (field.clean("۸۰۸۰"), field.widget.format_value(65535)) == (8080, "۶۵۵۳۵")
    with pytest.raises(forms.ValidationError):
        field.clean("70000")
