"""What belongs to a customer, column by column and table by table; part of the settings."""

# What belongs to a customer, and whether it goes along when two records are put together (customers/carrying.py has the words).
CUSTOMER_COLUMNS = {
    "customers.Identity.customer_id": "sandali.customers.carrying.carry_addresses",
    "customers.Identity.claimed_by": "stays",  # carry_addresses moves it with its address
    "customers.CustomerNote.customer_id": "moves",
    "customers.Wishes.customer_id": "sandali.customers.carrying.carry_wishes",
    "customers.Consent.customer_id": "sandali.customers.carrying.carry_consents",
    "customers.Begun.customer_id": "moves",
    "customers.AgainstWish.customer_id": "moves",
    **dict.fromkeys(("customers.KeysOf.customer_id", "customers.LikenessKey.customer"), "stays"),
    **dict.fromkeys(("customers.LikelyPair.one_id", "customers.LikelyPair.other_id"), "stays"),
    **dict.fromkeys(("customers.Merging.source_id", "customers.Merging.target_id", "customers.Customer.merged_into_id"), "stays"),
    "history.Event.customer_id": "stays",  # what happened is never rewritten: the story reads both
    "cases.Case.customer_id": "moves",
    "cases.Message.customer_id": "moves",
    "cases.Call.customer_id": "moves",
    "resolution.Standard.customer_id": "moves",
    "resolution.Promise.customer_id": "moves",
    "resolution.Remedy.customer_id": "moves",
    "customers.FieldValue.customer_id": "sandali.customers.carrying.carry_values",
    "customers.Belonging.customer_id": "sandali.customers.carrying.carry_belongings",
    "customers.CustomerFile.customer_id": "moves",
    "sales.Deal.customer_id": "moves",
    "sales.Order.customer_id": "moves",
    "resolution.Audience.customer_id": "alone",
    "resolution.Told.customer_id": "sandali.resolution.recovery.carrying.carry_told",
}
# The rooms' modules that say what each table keeps of a customer, and what becomes of it when a person is erased (customers/erasing.py);
# those above first: what leads to other rows goes before these.
KEPT_OF_CUSTOMERS = [
    "sandali.automation.keeping", "sandali.transfer.keeping", "sandali.team.keeping", "sandali.resolution.keeping", "sandali.cases.keeping", "sandali.sales.keeping",
    "sandali.customers.keeping",
]
# The rooms' modules that say which rows carry tags, and which saved things name one (customers/tags).
TAG_HOLDERS = ["sandali.cases.tag_holders", "sandali.customers.tags.own", "sandali.automation.tag_holders"]
# The rooms' modules that know conditions on customers (CONDITIONS), for segments; in the order in which they are offered.
SEGMENT_CONDITIONS = ["sandali.customers.segments.own", "sandali.cases.segments", "sandali.resolution.segments", "sandali.sales.segments"]
