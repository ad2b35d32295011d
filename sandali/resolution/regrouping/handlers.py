"""Which events of cases move what this room knows of them."""

from typing import Any

from sandali.cases.events_regroup import CASE_MERGED, CASE_SPLIT, MERGE_UNDONE, SPLIT_UNDONE
from sandali.resolution.regrouping.following import (
    after_merging,
    after_splitting,
    after_undoing_merge,
    after_undoing_split,
)

# At once: nobody opens the case that lives on and misses what was given, asked or understood in the other one.
AT_ONCE: dict[Any, Any] = {
    CASE_MERGED: after_merging,
    CASE_SPLIT: after_splitting,
    MERGE_UNDONE: after_undoing_merge,
    SPLIT_UNDONE: after_undoing_split,
}
AFTERWARDS: dict[Any, Any] = {}
