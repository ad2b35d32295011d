"""What rules keep of a customer (customers/erasing.py): that something was done to their case, without its words."""

from typing import Final

from sandali.automation.models import RuleRun
from sandali.customers.erasing import Kept

KEPT: Final = (Kept(RuleRun, "case__customer", "", blank=("did", "why")),)
