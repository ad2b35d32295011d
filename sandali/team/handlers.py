"""Which events of cases move what this room knows of them."""

from typing import Any

from sandali.cases.events_regroup import CASE_MERGED, MERGE_UNDONE, SPLIT_UNDONE
from sandali.team.following import after_merging, after_undoing_merge, after_undoing_split

# At once, as what `resolution` knows goes along: nobody opens the case that lives on and misses what was suggested in the other one.
AT_ONCE: dict[Any, Any] = {CASE_MERGED: after_merging, MERGE_UNDONE: after_undoing_merge, SPLIT_UNDONE: after_undoing_split}
AFTERWARDS: dict[Any, Any] = {}
