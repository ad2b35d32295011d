"""Which events set rules off."""

from typing import Any

from sandali.automation.rules.queries import triggers_in_use
from sandali.automation.rules.running import run_rules
from sandali.automation.rules.triggers import OF_KIND, TRIGGERS
from sandali.history.models import Event


def set_rules_off(event: Event) -> None:
    """After the event was committed, by a job; see running.py."""
    run_rules(event)


def wants(event: Event) -> bool:
    """Most companies have no rule for most events: then there is no job."""
    return event.case_id is not None and OF_KIND[event.kind] in triggers_in_use()


set_rules_off.wants = wants  # type: ignore[attr-defined]
AT_ONCE: dict[Any, Any] = {}
AFTERWARDS: dict[Any, Any] = {kind: set_rules_off for trigger in TRIGGERS.values() for kind in trigger.kinds}
