"""Handing over, taking over, splitting, passing on and macros by the API, each by the room's own rule."""

import pytest
from sandali_client import Problem

from sandali.automation.macros.actions import add_macro
from sandali.cases.models import Case, Draft, Message
from sandali.history.models import Event
from tests.cast import make_case
from tests.exchange.rest.conftest import program_of

pytestmark = pytest.mark.django_db


def refused(act):
    """(status, code) of what is refused."""
    with pytest.raises(Problem) as why:
        act()
    return why.value.status, why.value.code


def test_a_case_is_handed_over_once_and_only_its_receiver_accepts(cast, sara):
    case, reza = make_case(cast, assignee=cast.sara), program_of(cast.reza)
    path = f"cases/{case.pk}/handover"
    offered = sara.call("POST", path, body={"person": cast.reza.pk, "brief": "She waits for her parcel."})
    again = refused(lambda: sara.call("POST", path, body={"person": cast.omid.pk, "brief": "!"}))
    own = refused(lambda: sara.call("PUT", f"{path}/answer", body={"accepts": True}))
    wordless = refused(lambda: reza.call("PUT", f"{path}/answer", body={"accepts": False}))
    accepted = reza.call("PUT", f"{path}/answer", body={"accepts": True})
    late = refused(lambda: reza.call("PUT", f"{path}/answer", body={"accepts": True}))
    assert (offered["state"], again, own, wordless) == ("offered", (409, "overtaken"), (403, "not-allowed"), (422, "refused"))
    assert (accepted["state"], late, Case.objects.get().assignee) == ("accepted", (409, "overtaken"), cast.reza)


def test_a_hand_over_goes_to_one_receiver_and_is_kept_after_all(cast, sara):
    case = make_case(cast, assignee=cast.sara)
    path = f"cases/{case.pk}/handover"
    nobody = refused(lambda: sara.call("POST", path, body={"brief": "!"}))
    sara.call("POST", path, body={"department": cast.support.pk, "brief": "!"})
    kept = sara.call("DELETE", path)
    assert (nobody, kept["state"], refused(lambda: sara.call("DELETE", path))) == ((422, "fields"), "withdrawn", (409, "overtaken"))


def test_a_case_is_taken_over_with_a_word_that_its_owner_is_told(cast, sara):
    case = make_case(cast, assignee=cast.reza)
    assert refused(lambda: sara.call("POST", f"cases/{case.pk}/takeover", body={"word": ""})) == (422, "fields")
    taken = sara.call("POST", f"cases/{case.pk}/takeover", body={"word": "I know her", "version": case.version})
    late = refused(lambda: program_of(cast.admin).call("POST", f"cases/{case.pk}/takeover", body={"word": "!", "version": case.version}))
    assert (taken["assignee"]["id"], late) == (cast.sara.pk, (409, "overtaken"))


def test_messages_become_a_case_of_their_own(cast, sara):
    case = make_case(cast, assignee=cast.sara, messages=2)
    first, second = case.messages.order_by("pk")
    made = sara.call("POST", f"cases/{case.pk}/splitting", body={"messages": [second.pk], "subject": "The bill"})
    assert (made["subject"], Message.objects.get(pk=second.pk).case_id, Message.objects.get(pk=first.pk).case_id) == ("The bill", made["id"], case.pk)


def test_a_macro_is_pressed_and_its_text_waits_as_a_draft(cast, sara):
    case = make_case(cast)
    macro = add_macro(by=cast.sara, name="Parcel", acts={"kind": "question"}, text="About your parcel:", state="", department=None, for_everybody=False)
    assert [one["name"] for one in sara.call("GET", "macros")] == ["Parcel"]
    done = sara.call("POST", f"cases/{case.pk}/macros/{macro.pk}")
    assert (done["kind"], Draft.objects.get(case=case).text, Message.objects.filter(direction="out").count()) == ("question", "About your parcel:", 0)
    assert refused(lambda: sara.call("POST", f"cases/{case.pk}/macros/{macro.pk}")) == (422, "refused")
    assert refused(lambda: program_of(cast.reza).call("POST", f"cases/{case.pk}/macros/{macro.pk}")) == (404, "not-there")


def test_that_the_customer_explained_it_again_is_counted_once_a_key(cast, sara):
    case = make_case(cast)
    for _ in range(2):
        sara.call("POST", f"cases/{case.pk}/repeats", key="repeat-0001")
    assert Event.objects.filter(kind="told_again").count() == 1
