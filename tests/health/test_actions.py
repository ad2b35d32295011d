"""What the company calls a fault."""

import pytest

from sandali.company.actions import Overtaken
from sandali.company.permissions import NotAllowed
from sandali.health.actions import change_rules
from sandali.health.checks import CHECKS
from sandali.health.rules import check_rules
from sandali.history.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.practice("P42")]


def test_a_limit_and_a_switch_hold_and_what_is_as_usual_is_not_kept(cast):
    rules = change_rules(by=cast.nahid, off=["pairs"], days={"no_step": 3, "quiet_lead": 30}, was="0")
    assert (rules.off, rules.days, rules.version) == ({"pairs"}, {"no_step": 3}, 1)
    assert (rules.days_of(CHECKS["no_step"]), rules.days_of(CHECKS["quiet_lead"]), rules.days_of(CHECKS["no_name"])) == (3, 30, 0)
    change_rules(by=cast.nahid, off=["pairs"], days={"no_step": 3})
    assert (check_rules().version, Event.objects.filter(kind="check_rules_changed").count()) == (1, 1)


def test_who_was_overtaken_overwrites_nothing(cast):
    change_rules(by=cast.nahid, off=["pairs"], days={}, was="0")
    with pytest.raises(Overtaken):
        change_rules(by=cast.admin, off=[], days={}, was="0")
    assert check_rules().off == {"pairs"}


@pytest.mark.parametrize("wrong", [{"off": ["weather"], "days": {}}, {"off": [], "days": {"no_name": 3}}, {"off": [], "days": {"no_step": 0}}])
def test_what_is_no_check_or_no_limit_is_refused(cast, wrong):
    with pytest.raises(ValueError, match="no rules"):
        change_rules(by=cast.nahid, **wrong)


def test_only_who_keeps_the_records_decides(cast):
    with pytest.raises(NotAllowed):
        change_rules(by=cast.sara, off=[], days={})
