"""What imports keep of a customer, for erasing (customers/erasing.py): no table of theirs leads to one; their files and batches name them."""

from __future__ import annotations

from typing import Final

from sandali.customers.erasing import Kept
from sandali.transfer.forgetting import forget_customer

KEPT: Final[tuple[Kept, ...]] = ()
STEPS: Final = (forget_customer,)
