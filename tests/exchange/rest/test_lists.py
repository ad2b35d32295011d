"""Every list of the API asks the database as often for three rows as for one. A list that this test does not fill is told by its name."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sandali.automation.macros.actions import add_macro
from sandali.cases.models import Case
from sandali.channels.models import Channel
from sandali.company.models import Department
from sandali.customers.fields.actions import define_field
from sandali.customers.models import Organisation
from sandali.customers.segments.actions import save_segment
from sandali.exchange.rest.describing import document
from sandali.resolution.models import Cause, Clock, Policy, PublicPlan, Standard
from sandali.sales.models import LostReason, Pipeline, PipelineStage
from tests.cast import make_case, person
from tests.exchange.rest.conftest import program_of, token_of
from tests.sales.things import make_deal, make_product, make_quote, placed

ANYBODY = {"joined": "all", "of": [{"kind": "cases", "not": True, "values": {"how": "at_least", "times": 9}}]}


def lists():
    """Operation → address of what answers many, as the document has it."""
    found = {}
    for path, place in document("en")["paths"].items():
        said = place.get("get", {}).get("responses", {}).get(200, {}).get("content", {}).get("application/json", {}).get("schema", {})
        if said.get("type") == "array" or said.get("$ref", "").rpartition("/")[2].startswith(("Page_", "Events")):
            found[place["get"]["operationId"]] = path
    return found


class House:
    """One of everything, and one more of everything. The lists of a case, a customer, an organisation, a deal, a segment are those of the first."""

    def __init__(self, cast):
        self.cast, self.boss, self.many = cast, program_of(cast.admin), 0
        self.case, self.deal = make_case(cast, kind="complaint", assignee=cast.admin), make_deal(cast)
        self.company = Organisation.objects.create(name="Bahar", folded="bahar")
        self.segment = save_segment("Anybody", ANYBODY, by=cast.admin, for_everybody=True)
        self.standard = Standard.objects.create(name="Every case", first=60)
        self.of = {"cases": self.case, "customers": cast.mina, "organisations": self.company, "deals": self.deal, "segments": self.segment}

    def one_more(self):
        """A row more on every list."""
        self.many += 1
        self.settings(f"No {self.many}")
        self.beside_the_case(f"No {self.many}")
        self.beside_people(f"No {self.many}")
        make_product(self.cast, code=f"P-{self.many}")
        make_quote(self.cast, self.deal)
        make_deal(self.cast)
        placed(self.cast)

    def settings(self, name):
        """What people set up."""
        cast, now = self.cast, timezone.now()
        where = Department.objects.create(name=name)
        person(f"p{self.many}", "agent", where)
        Channel.objects.create(kind="counter", name=name, slug=f"c{self.many}", department=where)
        add_macro(by=cast.admin, name=name, acts={"kind": "question"}, text=name, state="", department=None, for_everybody=True)
        Policy.objects.create(name=name)
        PublicPlan.objects.create(name=name, steps="1. Answer")
        LostReason.objects.create(name=name)
        pipeline = Pipeline.objects.create(name=name)
        PipelineStage.objects.create(pipeline=pipeline, name="New", position=0, probability=10)
        for subject in ("customer", "organisation"):
            define_field(subject=subject, kind="choice", name=name, choices=["One", "Two"], by=cast.admin)
        save_segment(name, ANYBODY, by=cast.admin, for_everybody=True)
        Clock.objects.create(case=self.case, standard=self.standard, target="next", minutes=60, began_at=now, outcome="met", ended_at=now)
        Cause.objects.create(name=name, folded=f"cause{self.many}")

    def beside_the_case(self, name):
        """What is done in a case, and cases of their own."""
        cast, call, path, soon = self.cast, self.boss.call, f"cases/{self.case.pk}", (timezone.now() + timedelta(days=1)).isoformat()
        other = make_case(cast, kind="complaint", assignee=cast.admin)
        step = ("own", {"person": cast.admin.pk}) if self.many == 1 else (("understand", "put_right")[self.many - 2], {"text": name})
        call("PUT", f"{path}/recovery/{step[0]}", body=step[1])
        call("PUT", f"cases/{other.pk}/lesson", body={"text": name})
        lesson = call("GET", f"cases/{other.pk}/lesson")["id"]
        call("PUT", f"cases/{other.pk}/public", body={"where": "site"})
        for address, body in (
            (f"{path}/notes", {"text": name}), (f"{path}/promises", {"what": name, "due_at": soon}), (f"{path}/tasks", {"title": name, "owner": cast.reza.pk}),
            (f"{path}/checklist", {"text": name}), (f"{path}/links", {"case": other.pk}), (f"{path}/reminders", {"at": soon}), (f"{path}/remedies", {"kind": "gift", "what": name}),
            (f"{path}/followers", {"person": (cast.sara, cast.reza, cast.nahid)[self.many - 1].pk}), (f"{path}/causes", {"cause": Cause.objects.latest("pk").pk}),
            (f"lessons/{lesson}/improvements", {"what": name, "owner": cast.reza.pk, "due_at": soon}), ("suggestions", {"text": name}),
        ):  # fmt: skip
            call("POST", address, body=body)

    def beside_people(self, name):
        """What is known of customers and organisations, and new ones."""
        call, own = self.boss.call, {one["about"]: {str(one["id"]): "One"} for one in self.boss.call("GET", "fields")}
        company = call("POST", "organisations", body={"name": name, "own": own["organisation"]})
        mails = [{"kind": "email", "value": f"{self.many}{letter}@example.com"} for letter in "ab"]
        made = call("POST", "customers", body={"name": name, "organisation": company["id"], "identities": mails, "own": own["customer"]})
        call("POST", f"customers/{made['id']}/tags", body={"name": name})
        call("POST", f"organisations/{company['id']}/tags", body={"name": name})
        call("POST", f"customers/{self.cast.mina.pk}/organisations", body={"organisation": company["id"]})
        call("POST", f"customers/{self.cast.mina.pk}/consents", body={"purpose": "survey", "is_given": True, "how": "said", "words": name})
        call("POST", "knowledge", body={"kind": "fact", "title": name, "text": name, "language": "en"})
        for subject in (f"customers/{self.cast.mina.pk}", f"organisations/{self.company.pk}"):
            call("POST", f"{subject}/notes", body={"text": name})
            call("POST", f"{subject}/files", files={"file": (f"{name}.txt", name.encode(), "text/plain")})

    def costs(self):
        """Operation → (rows, questions) of every list."""
        headers, found = {"Authorization": f"Bearer {token_of(self.cast.admin)}"}, {}
        for name, path in lists().items():
            subject = path.split("/")[3]
            address = re.sub(r"\{\w+\}", str(self.of[subject].pk), path, count=1) if "{" in path else path
            Client().get(address, headers=headers)  # what is kept from one request to the next is there
            with CaptureQueriesContext(connection) as asked:
                said = Client().get(address, headers=headers).json()
            found[name] = (len(said if isinstance(said, list) else said["items"]), len(asked))
        return found


@pytest.mark.django_db
def test_every_list_asks_as_much_for_three_rows_as_for_one(cast, own_folders):
    house = House(cast)
    house.one_more()
    before = house.costs()
    house.one_more()
    house.one_more()
    after = house.costs()
    assert [name for name, (rows, _asked) in before.items() if not rows or after[name][0] < min(rows + 2, 50)] == [], "these are not filled here"
    assert {name: (asked, after[name][1]) for name, (_rows, asked) in before.items() if asked != after[name][1]} == {}
    assert Case.objects.filter(state="confirmed").count() == 0
