"""Events as sentences: every kind has words and a drawing, codes become words, names keep their direction."""

import pytest
from django.utils import translation

from sandali.company.actions import deactivate_person
from sandali.desk.sentences import END, ISOLATE, address_of, icon_of, notice_rows, sentence
from sandali.history.events import KINDS
from sandali.history.models import Event, Notice
from sandali.kit.assets import icon_names
from sandali.kit.digits import to_persian
from tests.cast import make_case


def made(kind, *, by=None, **data):
    """An event that is not stored."""
    return Event(kind=kind, by=by, subject_type="case", subject_id=1, data=data)


def test_every_kinds_icon_is_in_the_sprite():
    assert {kind.icon for kind in KINDS.values()} - set(icon_names()) == set()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_kind_has_a_sentence_even_without_its_data(language):
    with translation.override(language):
        assert [name for name in KINDS if not sentence(made(name))] == []


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("case_classified", {"what": "priority", "to": "3"}, "⁨Sara⁩ changed the priority to High"),
        ("case_classified", {"what": "kind", "to": ""}, "⁨Sara⁩ changed the kind to none"),
        ("case_assigned", {"to": "رضا"}, "⁨Sara⁩ gave the case to ⁨رضا⁩"),
        ("not_of_this_version", {}, "not_of_this_version"),
        ("case_tagged", {}, "⁨Sara⁩ added the tag …"),
        ("priority_rose", {"people": 1315}, "The priority rose by one step: 1,315 people may hear of it, by estimate"),
        ("case_merged", {"other": 1315}, "⁨Sara⁩ merged this case into case 1315"),
        ("identity_added", {"value": "+989121110203"}, "⁨Sara⁩ added the address ⁨0912 111 0203⁩"),
        ("identity_added", {"value": "0912 111 0203"}, "⁨Sara⁩ added the address ⁨0912 111 0203⁩"),
    ],
)
def test_codes_become_words_and_names_are_isolated(cast, kind, data, said):
    with translation.override("en"):
        assert sentence(made(kind, by=cast.sara, **data)) == said


def test_who_gives_a_case_to_themselves_takes_it(cast):
    with translation.override("en"):
        assert sentence(made("case_assigned", by=cast.sara, to="Sara", person=cast.sara.pk)) == "⁨Sara⁩ took the case"
        assert sentence(made("case_assigned", by=cast.sara, to="Sara", person=cast.reza.pk)) == "⁨Sara⁩ gave the case to ⁨Sara⁩"


def test_a_notice_says_you_to_whom_the_case_was_given_and_a_name_to_others(cast):
    event = made("case_assigned", by=cast.reza, person=cast.sara.pk, to="Sara")
    turn = made("case_assigned", person=cast.sara.pk, to="Sara", how="turn")
    with translation.override("en"):
        said = [sentence(one, reader=reader) for one in (event, turn) for reader in (cast.sara.pk, cast.omid.pk, None)]
    assert said == [
        f"{ISOLATE}{cast.reza.name}{END} gave you the case",
        *[f"{ISOLATE}{cast.reza.name}{END} gave the case to {ISOLATE}Sara{END}"] * 2,
        "The case was given to you in turn",
        *[f"The case was given to {ISOLATE}Sara{END} in turn"] * 2,
    ]


def test_what_nobody_did_was_done_by_sandali():
    with translation.override("en"):
        assert sentence(made("note_written")) == "Sandali wrote an internal note"


def test_a_percent_sign_in_somebodys_words_breaks_nothing(cast):
    assert f"{ISOLATE}100% %(who)s{END}" in sentence(made("case_tagged", by=cast.sara, tag="100% %(who)s"))


def test_notices_lead_where_they_belong(cast):
    case = make_case(cast)
    events = [
        Event(kind="case_opened", subject_type="case", subject_id=case.pk, case_id=case.pk, customer_id=1),
        Event(kind="customer_noted", subject_type="customer", subject_id=1, customer_id=1),
        Event(kind="channel_failing", subject_type="channel", subject_id=5),
        Event(kind="arrival_quarantined", subject_type="arrival", subject_id=5),
        Event(kind="company_changed", subject_type="company", subject_id=1),
    ]
    assert [address_of(event) for event in events] == [f"/cases/{case.pk}/", "/customers/1/", "/settings/channels/5/", "/settings/quarantine/", ""]


def test_a_notice_says_which_case_it_is_about_in_the_readers_digits(cast):
    case = make_case(cast, subject="سفارش نرسیده")
    event = Event.objects.create(kind="case_opened", subject_type="case", subject_id=case.pk, case_id=case.pk)
    notice = Notice(event=event, count=2)
    with translation.override("fa"):
        (line,) = notice_rows([notice], cast.sara)
        about = line.about.replace(ISOLATE, "").replace(END, "")
        assert about == f"پروندهٔ {to_persian(str(case.pk))} · سفارش نرسیده · مینا کریمی"
    assert (line.count, line.unread, line.icon) == (2, True, icon_of(event))


def test_a_notice_about_a_case_that_one_may_not_see_names_nothing_of_it(cast):
    case = make_case(cast, department=cast.accounting)
    event = Event.objects.create(kind="case_opened", subject_type="case", subject_id=case.pk, case_id=case.pk)
    (line,) = notice_rows([Notice(event=event)], cast.sara)
    assert line.about == ""


def test_a_colleague_who_left_is_told_of_in_words(cast):
    deactivate_person(cast.reza, by=cast.admin)
    event = Event.objects.filter(kind="person_changed").latest("pk")
    with translation.override("en"):
        assert sentence(event) == "⁨Ladan⁩ changed ⁨Reza⁩"
