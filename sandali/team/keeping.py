"""What colleagues' suggestions keep of a customer (customers/erasing.py): they are our own words about our own work, and stay, without
the case that they came from."""

from typing import Final

from sandali.customers.erasing import Kept
from sandali.team.models import Carried, Suggestion, Voice

KEPT: Final = (
    Kept(Carried, "regrouping__source__customer", "", scrub=("rows",)),
    Kept(Voice, "case__customer", "", stays=("word",), also=(("case", None),)),
    Kept(Suggestion, "case__customer", "", stays=("text", "answer", "outcome"), also=(("case", None),)),
)
