"""The company's own fields of cases by the API."""

import pytest
from sandali_client import Problem

from sandali.customers.fields.actions import define_field
from tests.cast import make_case

pytestmark = pytest.mark.django_db


def test_fields_are_listed_written_read_and_asked_for(cast, sara):
    money, colour = define_field("case", "money", "Amount", by=cast.admin), define_field("case", "choice", "Colour", by=cast.admin, choices=["blue", "green"])
    size = define_field("customer", "number", "Size", by=cast.admin)
    listed = sara.call("GET", "fields")
    assert [(one["id"], one["about"], one["currency"], one["choices"]) for one in listed] == [
        (size.pk, "customer", "", []), (money.pk, "case", "IRR", []), (colour.pk, "case", "", ["blue", "green"]),
    ]  # fmt: skip
    make_case(cast)
    made = sara.call("POST", "cases", body={"customer": cast.mina.pk, "subject": "!", "own": {str(money.pk): "1200000 IRR", str(colour.pk): "blue"}})
    changed = sara.call("PATCH", f"cases/{made['id']}", body={"own": {str(colour.pk): None}})
    assert made["own"] == {str(money.pk): "1200000 IRR", str(colour.pk): "blue"}
    assert changed["own"] == {str(money.pk): "1200000 IRR"}
    found = sara.call("GET", "cases", query={"own": f"{money.pk}=1200000 IRR"})
    assert [one["id"] for one in found["items"]] == [made["id"]]


@pytest.mark.parametrize(("kind", "own"), [("number", {"999999": "1"}), ("number", {"{number}": "much"}), ("money", {"{number}": "1200000"}), ("money", {"{number}": "12 USD"})])
def test_what_is_no_field_of_a_case_and_no_value_is_named(cast, sara, kind, own):
    number = define_field("case", kind, "Size", by=cast.admin).pk
    said = {name.format(number=number): value for name, value in own.items()}
    with pytest.raises(Problem) as refused:
        sara.call("PATCH", f"cases/{make_case(cast).pk}", body={"own": said})
    assert (refused.value.status, list(refused.value.errors)) == (422, [f"own.{name}" for name in said])
