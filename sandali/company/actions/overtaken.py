"""Two people who edit the same thing: the second one is asked, never overwritten in silence."""

from typing import Any

from django.utils.translation import gettext as _


class Overtaken(Exception):
    """Somebody else changed it in the meantime. `current` is how it stands now, `stamp` the stamp of that, "" where there is none."""

    def __init__(self, current: Any, stamp: str = "") -> None:
        super().__init__(_("Somebody else changed this in the meantime."))
        self.current, self.stamp = current, stamp


def refuse_overtaken(given: str | None, standing: str, current: Any) -> None:
    """Raises Overtaken when the form was opened before the last change. None skips the check."""
    if given is not None and given != standing:
        raise Overtaken(current, standing)
