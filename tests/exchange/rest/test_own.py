"""The company's own fields by the API."""

import pytest
from sandali_client import Problem

from sandali.customers.fields.actions import define_field
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_fields_are_listed_written_read_and_asked_for(cast, sara):
    money, colour = define_field("case", "money", "Amount", by=cast.admin), define_field("case", "choice", "Colour", by=cast.admin, choices=["blue", "green"])
    size = define_field("customer", "number", "Size", by=cast.admin)
    listed = sara.call("GET", "fields")
    assert [(one["id"], one["of"], one["currency"], one["choices"]) for one in listed] == [
        (size.pk, "customer", "", []), (money.pk, "case", "IRR", []), (colour.pk, "case", "", ["blue", "green"]),
    ]  # fmt: skip
    make_case(cast)
    made = sara.call("POST", "cases", body={"customer": cast.mina.pk, "subject": "!", "own": {str(money.pk): "1200000 IRR", str(colour.pk): "Blue"}})
    changed = sara.call("PATCH", f"cases/{made['id']}", body={"own": {str(colour.pk): None}})
    assert [one["value"] for one in made["own"]] == ["1200000 IRR", "blue"]
    assert changed["own"] == [{"id": money.pk, "name": "Amount", "value": "1200000 IRR"}]
    found = sara.call("GET", "cases", query={"own": f"{money.pk}=120000 toman"})
    assert [one["id"] for one in found["items"]] == [made["id"]]
    known = sara.call("PATCH", f"customers/{cast.mina.pk}", body={"own": {str(size.pk): "۳۸"}})
    assert known["own"] == [{"id": size.pk, "name": "Size", "value": "38"}]


@pytest.mark.parametrize("own", [{"999999": "1"}, {"size": "1"}, {"{number}": "much"}])
def test_what_is_no_field_of_a_case_and_no_value_is_named(cast, sara, own):
    number = define_field("case", "number", "Size", by=cast.admin).pk
    said = {name.format(number=number): value for name, value in own.items()}
    with pytest.raises(Problem) as refused:
        sara.call("PATCH", f"cases/{make_case(cast).pk}", body={"own": said})
    assert (refused.value.status, list(refused.value.errors)) == (422, [f"own.{name}" for name in said])
