"""Rules that time sets off."""

from django_tasks import task

from sandali.automation.rules.timed import run_timed


@task()
def run_timed_rules() -> int:
    """Run every rule whose time came; returns how many cases it did something to."""
    return run_timed()
