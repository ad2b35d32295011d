"""The company's own fields and the files of customers and organisations, by the API."""

from datetime import datetime

import pytest
from django.test import Client
from sandali_client import Problem

from sandali.customers.actions import named_organisation
from sandali.customers.fields.actions import define_field
from sandali.customers.models import Customer, CustomerFile, Organisation
from tests.exchange.rest.conftest import program_of, token_of

pytestmark = pytest.mark.django_db
# kind → what a program says and reads again; and what is none of it.
SAID = {
    "text": ("Gold", True), "number": ("12.5", "۱۲٫۵"), "date": ("2026-11-21", "1405/08/30"), "yes_no": (False, "no"), "choice": ("Two", "Four"),
    "choices": (["One", "Two"], "One"), "link": ("https://example.com/a", "javascript:1"), "phone": ("+989123456789", "12"), "long": ("A\nb", ["A"]),
}  # fmt: skip


def refused(act):
    """(status, fields to blame) of what is refused."""
    with pytest.raises(Problem) as why:
        act()
    return why.value.status, list(why.value.errors)


def fields_about(cast, subject):
    """kind → the number of a field of that kind, as the body has it."""
    made = {kind: define_field(subject=subject, kind=kind, name=kind, by=cast.admin, choices=["One", "Two"] if kind.startswith("choice") else []) for kind in SAID}
    return {kind: str(field.pk) for kind, field in made.items()}


@pytest.mark.parametrize("about", ["customer", "organisation"])
def test_what_is_said_of_an_own_field_is_what_is_read_again(cast, sara, about):
    numbers, subject = fields_about(cast, about), cast.mina if about == "customer" else named_organisation("Bahar")
    path, whole = f"{about}s/{subject.pk}", {numbers[kind]: right for kind, (right, _wrong) in SAID.items()}
    wrong = refused(lambda: sara.call("PATCH", path, body={"own": {numbers[kind]: wrong for kind, (_right, wrong) in SAID.items()} | {"999999": "!"}}))
    assert (wrong[0], sorted(wrong[1])) == (422, sorted(f"own.{number}" for number in (*numbers.values(), "999999")))
    said = sara.call("PATCH", path, body={"own": whole})
    taken = sara.call("PATCH", path, body={"own": {numbers["number"]: None, numbers["choices"]: []}})
    listed = {one["id"]: one["own"] for one in sara.pages(f"{about}s", {})}
    left = {number: value for number, value in whole.items() if number not in (numbers["number"], numbers["choices"])}
    assert (said["own"], taken["own"], listed[subject.pk]) == (whole, left, left)
    assert [one["kind"] for one in sara.call("GET", "fields", query={"about": about})] == list(SAID)


def test_somebody_new_comes_with_own_values_and_a_field_that_is_wanted_is_not_emptied(cast, sara):
    level = define_field(subject="customer", kind="text", name="Level", by=cast.admin, is_required=True)
    made = sara.call("POST", "customers", body={"name": "Nika", "own": {str(level.pk): "Gold"}})
    assert refused(lambda: sara.call("PATCH", f"customers/{made['id']}", body={"own": {str(level.pk): None}})) == (422, [f"own.{level.pk}"])
    other = define_field(subject="organisation", kind="text", name="Level", by=cast.admin)
    assert refused(lambda: sara.call("PATCH", f"customers/{made['id']}", body={"own": {str(other.pk): "!"}})) == (422, [f"own.{other.pk}"])
    company = sara.call("POST", "organisations", body={"name": "Bahar", "own": {str(other.pk): "Silver"}})
    assert (made["own"], company["own"]) == ({str(level.pk): "Gold"}, {str(other.pk): "Silver"})


def test_an_organisation_that_was_changed_since_is_a_409_and_its_site_can_be_clicked_on_safely(cast, sara):
    made = sara.call("POST", "organisations", body={"name": "Bahar"})
    path = f"organisations/{made['id']}"
    sara.call("PATCH", path, body={"website": "https://bahar.example", "version": made["version"]})
    with pytest.raises(Problem) as late:
        sara.call("PATCH", path, body={"note": "!", "version": made["version"]})
    assert (late.value.code, refused(lambda: sara.call("PATCH", path, body={"website": "javascript:alert(1)"}))) == ("overtaken", (422, ["website"]))
    assert Organisation.objects.get(pk=made["id"]).website == "https://bahar.example"


@pytest.mark.parametrize("about", ["customers", "organisations"])
def test_a_file_is_kept_fetched_taken_away_and_brought_back(cast, sara, about):
    subject = cast.mina if about == "customers" else named_organisation("Bahar")
    path = f"{about}/{subject.pk}/files"
    kept = [sara.call("POST", path, files={"file": ("bill.pdf", b"%PDF-1", "application/pdf")}) for _time in range(2)]
    one = f"record-files/{kept[0]['id']}"
    got = Client().get(f"/api/v1/{one}", headers={"Authorization": f"Bearer {token_of(cast.sara)}"})
    assert (kept[0], CustomerFile.objects.count(), b"".join(got), got["Content-Disposition"].split(";")[0]) == (kept[1], 1, b"%PDF-1", "attachment")
    sara.call("DELETE", one)
    gone = (sara.call("GET", path), refused(lambda: sara.call("GET", one)))
    assert (gone, sara.call("POST", f"{one}/return")["id"], refused(lambda: program_of(cast.parvaneh).call("DELETE", one))) == (([], (404, [])), kept[0]["id"], (403, []))


def test_somebody_says_that_the_details_still_hold(cast, sara):
    said = sara.customers.checked(cast.mina.pk)
    assert datetime.fromisoformat(said["checked_at"]).date() == Customer.objects.get(pk=cast.mina.pk).checked_at.date()
