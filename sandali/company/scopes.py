"""What an API token may be good for: a subject, to read or to write. It never gives more than its person has."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

READ, WRITE = "read", "write"
# Subject → its words, and whether anything of it can be written.
SUBJECTS: Final[dict[str, tuple[Any, bool]]] = {
    "cases": (_("Cases, messages, promises and tasks"), True),
    "customers": (_("Customers and organisations"), True),
    "knowledge": (_("Facts and articles"), True),
    "sales": (_("Products, orders, deals and quotes"), True),
    "company": (_("Colleagues and departments"), False),
    "channels": (_("Channels"), False),
    "records": (_("Health of the records"), False),
    "events": (_("What happens here"), False),
}
SCOPES: Final = tuple(f"{subject}:{verb}" for subject, (_words, writes) in SUBJECTS.items() for verb in ((READ, WRITE) if writes else (READ,)))
