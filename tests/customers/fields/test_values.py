"""What people type as a value of the company's own fields, in any digits and either calendar."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from sandali.customers.fields.actions import archive_field, define_field, return_field
from sandali.customers.fields.values import NotAValue, as_typed, columns_of, parse, shown
from sandali.customers.models import FieldKind
from sandali.customers.segments.conditions import Known
from sandali.customers.segments.own_fields import OwnField
from sandali.desk.cases.lists.words import own_label
from sandali.kit.dates import displayed


@pytest.fixture
def field(cast):
    """A new field of a kind."""

    def made(kind, *choices):
        return define_field("customer", kind, f"میدان {kind}", by=cast.nahid, choices=choices)

    return made


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  پایهٔ یازدهم ", "پایهٔ یازدهم"),
        ("text", "۱۰۷۰۳۲-۱۳", "107032-13"),
        ("text", "پلاک ۱۲", "پلاک ۱۲"),
        ("number", "۱٬۲۳۴٫۵", Decimal("1234.5")),
        ("number", "0", Decimal(0)),
        ("date", "۱۴۰۴/۷/۱", date(2025, 9, 23)),
        ("date", "2025-09-23", date(2025, 9, 23)),
        ("yes_no", "بله", True),
        ("yes_no", "no", False),
        ("link", "example.com/a", "https://example.com/a"),
        ("phone", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"),
        ("text", "   ", None),
        ("number", "", None),
    ],
)
def test_what_was_typed_becomes_a_value_of_its_type_and_reads_back_from_how_it_is_written(field, kind, typed, value):
    made = field(kind)
    with displayed("fa", "Asia/Tehran"):
        read = parse(made, typed)
        assert (read, type(read)) == (value, type(value))
        assert parse(made, as_typed(read)) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("number", "دوازده"), ("number", "1" * 25), ("number", "0.1234567"), ("date", "۳۱ فردا"), ("yes_no", "شاید"), ("link", "javascript:alert(1)"),
     ("link", "hello"), ("phone", "12"), ("text", "x" * 301), ("choice", "قرمز"), ("choices", "آبی، قرمز")],
)  # fmt: skip
def test_what_is_no_value_is_answered_with_a_sentence(field, kind, typed):
    made = field(kind, *(("آبی", "سبز") if kind.startswith("choice") else ()))
    with translation.override("en"), pytest.raises(NotAValue) as problem:
        parse(made, typed)
    assert str(problem.value).endswith(".")


def test_answers_are_read_however_typed_each_once_and_in_their_own_order(field):
    made = field("choices", "آبی", "سبز", "زرد كمرنگ")
    names = [[name for _number, name in parse(made, typed)] for typed in ("زرد کمرنگ، آبی", "سبز\nسبز;آبي", "سبز")]
    assert names == [["آبی", "زرد كمرنگ"], ["آبی", "سبز"], ["سبز"]]


def test_a_value_stands_in_the_column_of_its_type(field):
    made = field("choice", "آبی", "سبز")
    blue = made.choices.get(name="آبی")
    assert [columns_of(value) for value in (True, Decimal("2.50"), date(2025, 9, 23), "كتاب", ((blue.pk, "آبی"),))] == [
        [{"yes": True, "text": "yes"}], [{"number": Decimal("2.50"), "text": "2.5"}], [{"day": date(2025, 9, 23), "text": "2025-09-23"}],
        [{"text": "كتاب", "folded": "کتاب"}], [{"choice_id": blue.pk, "text": "آبی"}],
    ]  # fmt: skip


def test_a_value_shows_in_the_readers_digits_and_calendar():
    values = [(FieldKind.NUMBER, Decimal("1200.000000")), (FieldKind.DATE, date(2025, 9, 23)), (FieldKind.YES_NO, True), (FieldKind.CHOICES, ((1, "الف"), (2, "ب"))), (FieldKind.TEXT, "10703213873"), (FieldKind.TEXT, "CH-101")]
    with translation.override("fa"), displayed("fa", "Asia/Tehran"):
        assert [shown(kind, value) for kind, value in values] == ["۱٬۲۰۰", "۱ مهر ۱۴۰۴", "بله", "الف، ب", "۱۰۷۰۳۲۱۳۸۷۳", "CH-101"]


def test_a_list_and_a_segment_that_ask_for_a_field_that_was_put_away_say_so(field, cast):
    """They go on asking, and the reader sees of what; back in use, it is called as before."""
    one = field("text")
    said = []
    for change in (None, archive_field, return_field):
        if change is not None:
            change(one, by=cast.admin)
            one.refresh_from_db()
        with translation.override("en"):
            said.append((own_label(f"field-{one.pk}", "x", {one.pk: one}), OwnField(one).words({"value": "x"}, Known())))
    assert said[0] == said[2] and ["(out of use)" in words for words in (*said[0], *said[1])] == [False, False, True, True]
