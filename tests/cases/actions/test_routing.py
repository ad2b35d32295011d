"""Rules as they are decided and as intake follows them; how departments give out; skills."""

import pytest

from sandali.cases.actions import receive
from sandali.cases.actions.routing import (
    EmptyRule,
    SkillTaken,
    add_rule,
    add_skill,
    change_routing,
    change_rule,
    change_skills,
    move_rule,
    remove_rule,
    remove_skill,
    switch_rule,
)
from sandali.cases.models import Case, RoutingRule, Skill
from sandali.cases.routing import routing_stamp
from sandali.cases.threads import reply_token
from sandali.channels.actions import store_arrival
from sandali.channels.adapter import Incoming, Party
from sandali.company.actions import Overtaken
from sandali.history.models import Event, Notice

pytestmark = pytest.mark.django_db


def came(cast, *, text: str = "سلام، فاكتور من کجاست؟", sender: str = "new@example.com", **more) -> Case:
    """The case that a letter opens."""
    arrival = store_arrival(cast.channel, f"raw {text} {sender}".encode(), source="pipe", **more)[0]
    return receive(Incoming(sender=Party("email", sender, ""), text=text), [], arrival).case


def kinds(case: Case) -> list[str]:
    """What happened to a case."""
    return list(Event.objects.filter(case_id=case.pk).order_by("pk").values_list("kind", flat=True))


def test_a_new_case_goes_where_the_rule_says(cast):
    english = add_skill("English", by=cast.admin)
    add_rule(
        by=cast.admin, name="Invoices", words="فاکتور", department=cast.accounting, person=cast.omid, kind="question", priority=4, skill=english
    )  # fmt: skip
    case = came(cast)
    assert (case.department, case.assignee, case.kind, case.priority, case.skill) == (cast.accounting, cast.omid, "question", 4, english)
    assert kinds(case) == ["case_opened", "case_routed", "case_assigned", "message_received"]
    given = Event.objects.get(kind="case_assigned")
    assert (given.by, given.data) == (None, {"to": "Omid", "person": cast.omid.pk, "how": "rule", "rule": "Invoices"})
    # A private department's case: nobody of the channel's own department hears of it.
    assert set(Notice.objects.values_list("person", flat=True)) == {cast.omid.pk}


def test_what_a_rule_leaves_open_is_as_the_channel_says(cast):
    add_rule(by=cast.admin, name="Urgent", words="فاکتور", priority=4)
    case = came(cast)
    assert (case.department, case.assignee, case.kind, case.priority) == (cast.support, None, "", 4)
    assert kinds(case) == ["case_opened", "case_routed", "message_received"]


def test_what_fits_no_rule_goes_its_usual_way(cast):
    add_rule(by=cast.admin, name="!", sender="@other.example", department=cast.accounting)
    case = came(cast)
    assert (case.department, kinds(case)) == (cast.support, ["case_opened", "message_received"])


def test_old_mail_is_sorted_but_given_to_nobody_and_nobody_is_told(cast):
    add_rule(by=cast.admin, name="!", words="فاکتور", department=cast.accounting, person=cast.omid)
    case = came(cast, is_history=True)
    assert (case.department, case.assignee, Notice.objects.count()) == (cast.accounting, None, 0)


def test_a_message_of_a_case_that_stands_is_asked_nothing(cast):
    case = came(cast, text="سلام")
    add_rule(by=cast.admin, name="!", words="فاکتور", department=cast.accounting)
    arrival = store_arrival(cast.channel, b"again", source="pipe")[0]
    address = f"support+{reply_token(case)}@simorgh.example"
    again = receive(Incoming(sender=Party("email", "new@example.com", ""), text="فاکتور", delivered_to=(address,)), [], arrival).case
    assert (again.pk, again.department) == (case.pk, cast.support)


@pytest.mark.parametrize("given", [{"kind": "question"}, {"words": " \n ", "kind": "question"}, {"words": "فاکتور"}])
def test_a_rule_asks_something_and_does_something(cast, given):
    with pytest.raises(EmptyRule):
        add_rule(by=cast.admin, name="!", **given)
    assert RoutingRule.objects.count() == 0


def test_a_rule_is_changed_by_one_at_a_time(cast):
    rule = add_rule(by=cast.admin, name="one", words="فاکتور", kind="question")
    changed = change_rule(rule, by=cast.admin, version=1, name="two", sender=" @Example.com ", kind="request")
    assert (changed.name, changed.words, changed.sender, changed.kind, changed.version) == ("two", "", "@example.com", "request", 2)
    with pytest.raises(Overtaken) as other:
        change_rule(rule, by=cast.nahid, version=1, name="three", words="!", kind="request")
    assert (other.value.current.name, other.value.stamp) == ("two", "2")


def test_rules_change_places_and_the_ends_are_the_ends(cast):
    rules = [add_rule(by=cast.admin, name=name, words=name, kind="question") for name in "abc"]
    moves = [move_rule(rules[2], by=cast.admin, up=True), move_rule(rules[0], by=cast.admin, up=True), move_rule(rules[1], by=cast.admin, up=False)]
    assert moves == [True, False, False]
    assert "".join(RoutingRule.objects.values_list("name", flat=True)) == "acb"


def test_everything_decided_is_an_event(cast):
    rule = add_rule(by=cast.admin, name="a", words="a", kind="question")
    switch_rule(rule, by=cast.admin, on=False)
    switch_rule(rule, by=cast.admin, on=False)
    switch_rule(rule, by=cast.admin, on=True)
    remove_rule(rule, by=cast.admin)
    change_routing(cast.support, by=cast.admin, way="turn", ceiling=5)
    change_routing(cast.support, by=cast.admin, way="turn", ceiling=5)
    skill = add_skill("English", by=cast.admin)
    change_skills(cast.support, {skill.pk: [cast.sara.pk]}, by=cast.admin)
    change_skills(cast.support, {skill.pk: [cast.sara.pk]}, by=cast.admin)
    remove_skill(skill, by=cast.admin)
    assert list(Event.objects.filter(by=cast.admin).exclude(kind__in=["company_set_up", "standard_added"]).order_by("pk").values_list("kind", flat=True)) == [
        "rule_added", "rule_switched_off", "rule_switched_on", "rule_removed", "routing_changed", "skill_added", "skills_changed", "skill_removed",
    ]  # fmt: skip


def test_how_a_department_gives_out_is_changed_by_one_at_a_time(cast):
    was = routing_stamp(cast.support)
    change_routing(cast.support, by=cast.admin, way="least", ceiling=3, was=was)
    with pytest.raises(Overtaken):
        change_routing(cast.support, by=cast.nahid, way="turn", ceiling=9, was=was)
    with pytest.raises(ValueError):
        change_routing(cast.support, by=cast.nahid, way="dice", ceiling=9)


def test_skills_of_people_elsewhere_stay(cast):
    skill = add_skill("English", by=cast.admin)
    skill.people.add(cast.omid, cast.reza)
    change_skills(cast.support, {skill.pk: [cast.sara.pk, cast.omid.pk]}, by=cast.admin)
    assert set(skill.people.all()) == {cast.omid, cast.sara}


def test_a_skill_has_one_name(cast):
    add_skill(" English  language ", by=cast.admin)
    with pytest.raises(SkillTaken):
        add_skill("english language", by=cast.admin)
    assert list(Skill.objects.values_list("name", flat=True)) == ["English language"]
