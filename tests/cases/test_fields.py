"""The company's own fields of cases: written, read, asked for by lists, and carried along by merges."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.cases.actions.filling import fill_case
from sandali.cases.actions.regrouping import merge_cases, undo_regrouping
from sandali.cases.fields import values_of_case, values_of_cases
from sandali.cases.filtering import narrowed, read_asked
from sandali.cases.models import Case
from sandali.company.actions import Overtaken
from sandali.customers.fields.actions import define_field
from sandali.customers.fields.values import Money, parse
from sandali.history.models import Event
from tests.cast import make_case


@pytest.fixture
def fields(cast):
    """Of each kind that is asked for in a way of its own."""
    made = {kind: define_field("case", kind, f"میدان {kind}", by=cast.admin) for kind in ("text", "number", "money", "date", "yes_no")}
    return made | {"choices": define_field("case", "choices", "رنگ", by=cast.admin, choices=["آبی", "سبز"])}


def fill(case, fields, by, **typed):
    """Fill in what was typed, by the kinds of the fields."""
    return fill_case(case, {fields[kind].pk: parse(fields[kind], words) for kind, words in typed.items()}, by=by)


def test_values_of_a_case_are_written_told_without_their_words_and_taken_away(cast, fields):
    case = make_case(cast)
    fill(case, fields, cast.sara, text="یخچال", money="۱۲۰٬۰۰۰ تومان", choices="سبز، آبی")
    assert values_of_case(case) == {
        fields["text"].pk: "یخچال", fields["money"].pk: Money(1_200_000, "IRR"), fields["choices"].pk: parse(fields["choices"], "آبی؛ سبز"),
    }  # fmt: skip
    fill(case, fields, cast.sara, text="", money="۱۲۰٬۰۰۰ تومان")
    told = list(Event.objects.filter(kind="case_own_filled").order_by("pk").values_list("case_id", "data__fields"))
    named = [f"field-{fields[kind].pk}" for kind in ("text", "money", "choices")]
    assert (sorted(values_of_case(case)), told) == (sorted((fields["money"].pk, fields["choices"].pk)), [(case.pk, named), (case.pk, named[:1])])


def test_of_two_who_fill_in_one_field_the_second_is_told_and_of_two_fields_both_stand(cast, fields):
    case, text, number = make_case(cast), fields["text"].pk, fields["number"].pk
    fill_case(case, {text: "الف"}, by=cast.sara, seen={text: None})
    with pytest.raises(Overtaken):
        fill_case(case, {text: "ب"}, by=cast.reza, seen={text: None})
    fill_case(case, {number: Decimal(3)}, by=cast.reza, seen={number: None})
    assert values_of_case(case) == {text: "الف", number: Decimal(3)}


def test_a_field_of_a_customer_is_none_of_a_case(cast):
    theirs = define_field("customer", "text", "کد", by=cast.admin)
    with pytest.raises(ValueError, match="not one of case"):
        fill_case(make_case(cast), {theirs.pk: "۱"}, by=cast.sara)


def test_lists_are_narrowed_by_each_kind_and_what_is_no_value_is_no_cases(cast, fields):
    one, other = make_case(cast), make_case(cast)
    fill(one, fields, cast.sara, text="يخچال", number="12", money="100000 rial", date="1405/8/1", yes_no="بله", choices="آبی")
    fill(other, fields, cast.sara, text="تلفن", number="30", money="300000 rial", date="1405/9/1", yes_no="خیر", choices="سبز")
    blue = fields["choices"].choices.get(name="آبی").pk

    def found(name, *values):
        return [case.pk for case in narrowed(Case.objects.order_by("pk"), read_asked({name: list(values)}), person=cast.sara)]

    name = {kind: f"field-{field.pk}" for kind, field in fields.items()}
    assert [found(name["text"], "یخچال"), found(f"{name['number']}-from", "۲۰"), found(f"{name['money']}-to", "۲۰٬۰۰۰ تومان"), found(name["date"], "2026-10-23"),
            found(name["yes_no"], "no"), found(name["choices"], str(blue)), found(name["number"], "خیلی"), found("field-999999", "1")] == [
        [one.pk], [other.pk], [one.pk], [one.pk], [other.pk], [one.pk], [], [one.pk, other.pk],
    ]  # fmt: skip


def test_a_filter_of_own_fields_asks_for_its_fields_once_and_the_values_of_many_are_one_question(cast, fields):
    case = make_case(cast)
    fill(case, fields, cast.sara, text="الف", number="12")
    asked = read_asked({f"field-{fields['text'].pk}": ["الف"], f"field-{fields['number'].pk}": ["12"]})
    with CaptureQueriesContext(connection) as narrowing:
        found = list(narrowed(Case.objects.all(), asked, person=cast.sara))
    with CaptureQueriesContext(connection) as many:
        values_of_cases([case.pk, make_case(cast).pk])
    assert (found, len(narrowing), len([one for one in many if "casevalue" in one["sql"]])) == ([case], 3, 1)  # fields, their choices, cases


def test_a_merge_fills_what_the_other_case_leaves_open_and_undoing_gives_it_back(cast, fields):
    source, target = make_case(cast), make_case(cast)
    fill(source, fields, cast.sara, text="از این", number="1", choices="آبی، سبز")
    fill(target, fields, cast.sara, text="از آن")
    before = values_of_cases([source.pk, target.pk])
    made = merge_cases(source, target, by=cast.reza)
    carried = {number: value for number, value in before[source.pk].items() if number != fields["text"].pk}
    assert values_of_cases([source.pk, target.pk]) == {source.pk: {fields["text"].pk: "از این"}, target.pk: before[target.pk] | carried}
    undo_regrouping(made, by=cast.reza)
    assert values_of_cases([source.pk, target.pk]) == before
