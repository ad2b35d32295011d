"""Organisations: who belongs to them, notes and tags, two that are one, and an empty one that goes and comes back."""

from __future__ import annotations

from typing import Any

import pytest

from sandali.customers.access import access_organisation, organisations_for
from sandali.customers.actions import NameTaken, edit_customer, edit_organisation, named_organisation
from sandali.customers.fields.actions import define_field, set_values
from sandali.customers.merging import merge_customers, unmerge_customers
from sandali.customers.models import Belonging, Customer, Organisation, OrganisationNote
from sandali.customers.organising import (
    CannotDo,
    above,
    add_belonging,
    add_organisation,
    join_organisations,
    make_main,
    part_organisations,
    remove_organisation,
    return_organisation,
    tag_organisation,
    write_organisation_note,
)
from sandali.customers.queries import belongings_of, people_of, reckoned
from sandali.customers.search import find_customers
from sandali.resolution.models import Standard


@pytest.fixture
def two(cast) -> tuple[Organisation, Organisation]:
    """Two organisations; Mina belongs to the first, as its buyer."""
    made = [add_organisation(by=cast.sara, name=name) for name in ("نوین", "زرین")]
    cast.mina = edit_customer(cast.mina, by=cast.sara, version=1, organisation=made[0], job_title="خریدار")
    return made[0], made[1]


def standing(cast) -> tuple[Any, ...]:
    """Mina's main organisation, what she is there, and the others."""
    mina = Customer.objects.get(pk=cast.mina.pk)
    return str(mina.organisation or ""), mina.job_title, [(one.organisation.name, one.role) for one in belongings_of(mina)]


@pytest.mark.practice("P03")
def test_somebody_belongs_to_several_and_any_of_them_becomes_the_main_one(cast, two):
    row = add_belonging(cast.mina, two[1], by=cast.sara, role="مشاور")
    assert standing(cast) == ("نوین", "خریدار", [("زرین", "مشاور")])
    make_main(row, by=cast.sara)
    assert standing(cast) == ("زرین", "مشاور", [("نوین", "خریدار")])
    assert [list(Customer.objects.filter(people_of(one))) for one in two] == [[cast.mina]] * 2
    assert find_customers("زرین") == find_customers("نوین") == [cast.mina.pk]
    assert {number: one.people for number, one in reckoned([one.pk for one in two]).items()} == {two[0].pk: 1, two[1].pk: 1}


def test_the_main_one_is_not_said_twice(cast, two):
    assert add_belonging(cast.mina, two[0], by=cast.sara, role="مدیر") is None
    add_belonging(cast.mina, two[1], by=cast.sara)
    cast.mina = edit_customer(cast.mina, by=cast.sara, version=Customer.objects.get(pk=cast.mina.pk).version, organisation=two[1])
    assert standing(cast) == ("زرین", "خریدار", [])
    assert reckoned([two[1].pk])[two[1].pk].people == 1


def test_one_without_people_goes_and_comes_back(cast, two):
    with pytest.raises(CannotDo):
        remove_organisation(two[0], by=cast.sara)
    remove_organisation(two[1], by=cast.sara)
    assert list(organisations_for(cast.sara)) == [two[0]]
    return_organisation(two[1], by=cast.sara)
    assert sorted(organisations_for(cast.sara).values_list("pk", flat=True)) == sorted(one.pk for one in two)


def test_one_to_which_somebody_belongs_besides_is_not_empty(cast, two):
    add_belonging(cast.mina, two[1], by=cast.sara)
    with pytest.raises(CannotDo):
        remove_organisation(two[1], by=cast.sara)


def test_a_removed_one_is_back_when_somebody_belongs_to_it_again_and_gives_way_to_its_namesake(cast, two):
    remove_organisation(two[1], by=cast.sara)
    assert (named_organisation("زرين"), Organisation.objects.get(pk=two[1].pk).removed_at) == (two[1], None)
    remove_organisation(two[1], by=cast.sara)
    Organisation.objects.create(name="زرین", folded=two[1].folded)
    with pytest.raises(NameTaken):
        return_organisation(two[1], by=cast.sara)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that hangs on organisations, without versions, which only go up."""
    kinds = (Customer, Belonging, OrganisationNote, Standard, Organisation.tags.through)
    found = {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in kinds}
    found["organisations"] = list(Organisation.objects.order_by("pk").values("name", "merged_into", "removed_at"))
    for row in found["customers.Customer"]:
        row.pop("version")
    return found


def furnish(cast, two) -> None:
    """Something of every kind with both."""
    field = define_field("organisation", "text", "کد اقتصادی", by=cast.admin)
    for number, one in enumerate(two):
        write_organisation_note(one, f"یادداشت {number}", by=cast.sara)
        tag_organisation(one, f"برچسب {number}", by=cast.sara)
        tag_organisation(one, "هر دو", by=cast.sara)
        set_values(one, {field.pk: str(number)})
    Standard.objects.create(name="!", organisation=two[0])
    add_belonging(cast.kaveh, two[0], by=cast.sara, role="داور")
    add_belonging(cast.mina, two[1], by=cast.sara, role="بازرس")


@pytest.mark.practice("P03")
@pytest.mark.reliability("I10")
def test_two_that_are_one_are_joined_with_all_they_have_and_set_apart_as_they_were(cast, two):
    furnish(cast, two)
    before = everything()
    made = join_organisations(two[0], two[1], by=cast.nahid)
    assert (standing(cast)[0], list(organisations_for(cast.sara)), access_organisation(cast.sara, two[0].pk)) == ("زرین", [two[1]], two[1])
    assert sorted(two[1].tags.values_list("name", flat=True)) == ["برچسب 0", "برچسب 1", "هر دو"]
    assert (two[1].notes.count(), Standard.objects.get(name="!").organisation, two[1].field_values.get().text) == (2, two[1], "1")
    assert named_organisation("نوین") == two[1]
    part_organisations(made, by=cast.nahid)
    assert everything() == before
    assert find_customers("نوین") == [cast.mina.pk, cast.kaveh.pk] or find_customers("نوین") == [cast.kaveh.pk, cast.mina.pk]


def test_what_moved_on_since_stays_where_it_is(cast, two):
    made = join_organisations(two[0], two[1], by=cast.nahid)
    third = add_organisation(by=cast.sara, name="سوم")
    mina = Customer.objects.get(pk=cast.mina.pk)
    edit_customer(mina, by=cast.sara, version=mina.version, organisation=third)
    part_organisations(made, by=cast.nahid)
    assert standing(cast)[0] == "سوم"


def test_a_chain_is_taken_apart_from_its_end_and_leads_on_meanwhile(cast, two):
    third = add_organisation(by=cast.sara, name="سوم")
    first, second = join_organisations(two[0], two[1], by=cast.nahid), join_organisations(two[1], third, by=cast.nahid)
    assert [access_organisation(cast.sara, one.pk) for one in two] == [third, third]
    with pytest.raises(CannotDo):
        part_organisations(first, by=cast.nahid)
    part_organisations(second, by=cast.nahid)
    assert [access_organisation(cast.sara, one.pk) for one in two] == [two[1], two[1]]
    part_organisations(first, by=cast.nahid)
    assert [access_organisation(cast.sara, one.pk) for one in two] == list(two)


def test_a_joined_one_is_joined_no_second_time(cast, two):
    third = add_organisation(by=cast.sara, name="سوم")
    join_organisations(two[0], two[1], by=cast.nahid)
    for source, target in ((two[0], third), (third, two[0]), (third, third)):
        with pytest.raises(CannotDo):
            join_organisations(source, target, by=cast.nahid)


def test_every_column_that_names_an_organisation_goes_along_or_is_its_own():
    from django.apps import apps

    columns = {
        f"{model._meta.label}.{column.attname}" for model in apps.get_models() for column in model._meta.concrete_fields if column.related_model is Organisation
    }
    own = {"customers.Organisation.merged_into_id", "customers.OrganisationJoining.source_id", "customers.OrganisationJoining.target_id"}
    moved = {f"customers.{name}.organisation_id" for name in ("Customer", "Belonging", "OrganisationNote", "CustomerFile", "FieldValue")}
    assert columns == own | moved | set(above())


@pytest.mark.practice("P03")
def test_two_people_put_together_keep_all_their_organisations_and_come_apart_with_their_own(cast, two):
    cast.kaveh = edit_customer(cast.kaveh, by=cast.sara, version=1, organisation=two[1], job_title="مدیر")
    before = everything()
    made = merge_customers(cast.kaveh, cast.mina, by=cast.nahid)
    assert standing(cast) == ("نوین", "خریدار", [("زرین", "مدیر")])
    unmerge_customers(made, by=cast.nahid)
    assert everything() == before
    made = merge_customers(cast.kaveh, cast.mina, by=cast.nahid, take=["organisation_id", "job_title"])
    assert standing(cast) == ("زرین", "مدیر", [("نوین", "خریدار")])


def test_whoever_was_overtaken_overwrites_nothing(cast, two):
    from sandali.company.actions import Overtaken

    edit_organisation(two[0], by=cast.sara, name="نوین پارس", version=two[0].version)
    with pytest.raises(Overtaken):
        edit_organisation(two[0], by=cast.reza, name="نوین شرق", version=two[0].version)
    assert Organisation.objects.get(pk=two[0].pk).name == "نوین پارس"
