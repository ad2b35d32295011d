"""Fields of the company's own: defining, changing, ordering, and what somebody has of them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sandali.company.actions import Overtaken
from sandali.customers.actions import add_customer, edit_customer, edit_organisation, named_organisation
from sandali.customers.fields.actions import (
    CannotDefine,
    archive_field,
    change_field,
    define_field,
    move_field,
    return_field,
    set_values,
)
from sandali.customers.fields.finding import FROM, HAS, IS, UNTIL, subjects_with
from sandali.customers.fields.queries import fields_of, values_of, values_of_many
from sandali.customers.fields.values import parse
from sandali.customers.models import Customer, CustomField, FieldValue
from sandali.history.models import Event


def names(subject="customer"):
    """Fields in use, in their order."""
    return [field.name for field in fields_of(subject)]


def test_a_name_is_one_field_however_typed_and_both_subjects_have_their_own(cast):
    define_field("customer", "text", "كد مشتري", by=cast.nahid)
    define_field("organisation", "text", "کد مشتری", by=cast.nahid)
    with pytest.raises(CannotDefine) as problem:
        define_field("customer", "number", "کد  مشتری", by=cast.nahid)
    assert (problem.value.where, CustomField.objects.count()) == ("name", 2)


@pytest.mark.parametrize("choices", [(), ("یکی",), ("یکی", "يكي"), ("یک، دو", "سه")])
def test_a_field_of_choices_has_two_at_least_and_none_that_reads_like_several(cast, choices):
    with pytest.raises(CannotDefine) as problem:
        define_field("customer", "choice", "رنگ", by=cast.nahid, choices=choices)
    assert (problem.value.where, CustomField.objects.count()) == ("choices", 0)


def test_an_answer_that_is_taken_out_stays_with_whoever_has_it(cast):
    field = define_field("customer", "choice", "رنگ", by=cast.nahid, choices=["آبی", "سبز"])
    set_values(cast.mina, {field.pk: parse(field, "سبز")})
    change_field(field, by=cast.nahid, version=1, name="رنگ دلخواه", choices=["زرد", "آبی"])
    offered = list(field.choices.filter(is_out=False).values_list("name", flat=True))
    assert (offered, values_of(cast.mina)[field.pk][0][1]) == (["زرد", "آبی"], "سبز")


def test_of_two_who_change_a_field_the_second_is_told(cast):
    field = define_field("customer", "text", "کد", by=cast.nahid)
    change_field(field, by=cast.nahid, version=1, name="کد یک")
    with pytest.raises(Overtaken) as other:
        change_field(field, by=cast.admin, version=1, name="کد دو")
    assert (other.value.current.name, CustomField.objects.get().name) == ("کد یک", "کد یک")


def test_fields_stand_in_the_order_they_are_given_and_one_put_away_comes_back_with_its_values(cast):
    first, second = (define_field("customer", "text", name, by=cast.nahid) for name in ("یکم", "دوم"))
    set_values(cast.mina, {first.pk: "الف", second.pk: "ب"})
    move_field(second, up=True, by=cast.nahid)
    move_field(second, up=True, by=cast.nahid)
    assert names() == ["دوم", "یکم"]
    archive_field(first, by=cast.nahid)
    assert names() == ["دوم"]
    return_field(first, by=cast.nahid)
    assert (names(), values_of(cast.mina)) == (["دوم", "یکم"], {first.pk: "الف", second.pk: "ب"})
    assert list(Event.objects.filter(kind__startswith="field_").values_list("kind", flat=True)) == [
        "field_defined", "field_defined", "field_changed", "field_archived", "field_returned",
    ]  # fmt: skip


def test_values_are_replaced_taken_away_and_told_as_an_edit_with_the_version_counted(cast):
    size = define_field("customer", "number", "اندازه", by=cast.nahid)
    made = add_customer(by=cast.sara, name="لیلا", values={size.pk: Decimal(38)})
    edit_customer(made, by=cast.sara, version=1, values={size.pk: Decimal(39)})
    edit_customer(Customer.objects.get(pk=made.pk), by=cast.sara, version=2, values={size.pk: None})
    edits = list(Event.objects.filter(kind="customer_edited", customer_id=made.pk).values_list("data", flat=True))
    assert (edits, FieldValue.objects.count(), Customer.objects.get(pk=made.pk).version) == ([{"fields": [f"field-{size.pk}"]}] * 2, 0, 3)


def test_a_field_of_an_organisation_is_none_of_a_customer(cast):
    size = define_field("organisation", "number", "کارکنان", by=cast.nahid)
    company = named_organisation("سیمین")
    edit_organisation(company, by=cast.sara, name="سیمین", values={size.pk: Decimal(40)})
    assert values_of(company) == {size.pk: Decimal(40)}
    with pytest.raises(ValueError, match="not one of customer"):
        set_values(cast.mina, {size.pk: Decimal(1)})


def test_who_has_a_value_is_found_by_its_type(cast):
    size, colour = define_field("customer", "number", "اندازه", by=cast.nahid), define_field("customer", "choices", "رنگ", by=cast.nahid, choices=["آبی", "سبز"])
    set_values(cast.mina, {size.pk: Decimal(38), colour.pk: parse(colour, "آبی، سبز")})
    set_values(cast.kaveh, {size.pk: Decimal(43)})

    def found(field, ask, typed=""):
        return list(Customer.objects.filter(subjects_with(field, ask, parse(field, typed))).order_by("pk"))

    assert [found(size, FROM, "40"), found(size, UNTIL, "۴۰"), found(size, IS, "43"), found(size, HAS), found(colour, IS, "سبز")] == [
        [cast.kaveh], [cast.mina], [cast.kaveh], [cast.mina, cast.kaveh], [cast.mina],
    ]  # fmt: skip


def test_values_of_many_are_one_question(cast):
    size = define_field("customer", "number", "اندازه", by=cast.nahid)
    set_values(cast.mina, {size.pk: Decimal(38)})
    set_values(cast.kaveh, {size.pk: Decimal(43)})
    with CaptureQueriesContext(connection, ) as asked:
        found = values_of_many("customer", [cast.mina.pk, cast.kaveh.pk])
    assert (found, len(asked)) == ({cast.mina.pk: {size.pk: Decimal(38)}, cast.kaveh.pk: {size.pk: Decimal(43)}}, 1)
