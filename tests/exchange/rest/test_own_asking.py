"""Lists narrowed by own fields, each asked for in the form in which its value is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sandali_client import Problem

from sandali.customers.actions import add_customer, edit_customer
from sandali.customers.fields.actions import archive_field, define_field
from sandali.customers.fields.values import Money, parse

pytestmark = pytest.mark.django_db
KINDS = ("text", "number", "date", "yes_no", "choice", "choices", "money", "long")


@pytest.fixture
def fields(cast):
    """kind → a customers' field of it; mina has small values, kaveh large ones."""
    made = {kind: define_field("customer", kind, kind, by=cast.admin, choices=["One", "Two"] if kind.startswith("choice") else []) for kind in KINDS}
    said = {
        cast.mina: {"text": "Gold", "number": Decimal(5), "date": date(2026, 1, 1), "yes_no": False, "choice": "One", "choices": "One", "money": Money(1_000, "IRR")},
        cast.kaveh: {"text": "silver", "number": Decimal("12.5"), "date": date(2026, 6, 1), "yes_no": True, "choice": "Two", "choices": "One\nTwo", "money": Money(9_000, "IRR")},
    }  # fmt: skip
    for customer, values in said.items():
        read = {made[kind].pk: parse(made[kind], value) if kind.startswith("choice") else value for kind, value in values.items()}
        edit_customer(customer, by=cast.admin, version=customer.version, values=read)
    return made


@pytest.mark.parametrize(
    ("name", "asked", "found"),
    [
        ("own", ["text=gold"], "m"), ("own", ["text=gold", "text=SILVER"], "mk"), ("own", ["number=12.5"], "k"), ("own", ["date=2026-01-01"], "m"), ("own", ["yes_no=true"], "k"),
        ("own", ["choice=Two"], "k"), ("own", ["choices=One"], "mk"), ("own", ["choices=One", "number=5"], "m"), ("own", ["money=9000 IRR"], "k"),
        ("own_from", ["number=5.5"], "k"), ("own_to", ["number=5"], "m"), ("own_from", ["date=2026-01-02"], "k"), ("own_to", ["money=1000 IRR"], "m"),
    ],
)  # fmt: skip
def test_customers_are_found_by_what_they_have(cast, sara, fields, name, asked, found):
    """Equality of every kind, from and to of what has an order; several of one field are or, fields are and."""
    add_customer(name="Nobody", identities=[], by=cast.admin)
    said = [f"{fields[one.partition('=')[0]].pk}={one.partition('=')[2]}" for one in asked]
    here = {one["id"] for one in sara.call("GET", "customers", query={name: said})["items"]}
    assert here == {{"m": cast.mina.pk, "k": cast.kaveh.pk}[letter] for letter in found}


def test_what_cannot_be_asked_is_told_and_is_no_empty_list(cast, sara, fields):
    """In the reader's language; a field of cases is none of customers, and one that was put away is none."""
    of_case = define_field("case", "text", "Serial", by=cast.admin)
    archive_field(fields["text"], by=cast.admin)
    wrong = [
        ("own", "999999=x"), ("own", f"{of_case.pk}=x"), ("own", f"{fields['text'].pk}=gold"), ("own", "gold"), ("own", f"{fields['long'].pk}=x"), ("own_from", f"{fields['choice'].pk}=One"),
        ("own", f"{fields['number'].pk}=many"), ("own", f"{fields['yes_no'].pk}=perhaps"), ("own", f"{fields['choice'].pk}=Three"), ("own_to", f"{fields['money'].pk}=1000"), ("own", f"{fields['date'].pk}="),
    ]  # fmt: skip
    for name, said in wrong:
        with pytest.raises(Problem) as refused:
            sara.call("GET", "customers", query={name: said})
        assert (refused.value.status, list(refused.value.errors)) == (422, [name]), said
    with pytest.raises(Problem) as refused:
        sara.call("GET", "cases", query={"own": f"{fields['number'].pk}=5"})
    assert refused.value.status == 422
