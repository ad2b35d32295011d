"""Who may enter the pages about customers and the search: url name → method → right."""

POLICIES = {
    "customers": {"GET": "see_customers"},
    "new_customer": {"GET": "edit_customers", "POST": "edit_customers"},
    "customer": {"GET": "see_customers"},
    "edit_customer": {"GET": "edit_customers", "POST": "edit_customers"},
    "customer_identities": {"POST": "edit_customers"},
    "identity_removal": {"POST": "edit_customers"},
    "customer_tags": {"POST": "edit_customers"},
    "customer_tag_removal": {"POST": "edit_customers"},
    "customer_notes": {"POST": "edit_customers"},
    "customer_note_removal": {"POST": "edit_customers"},
    "customer_note_return": {"POST": "edit_customers"},
    "organisation": {"GET": "see_customers"},
    "edit_organisation": {"GET": "edit_customers", "POST": "edit_customers"},
    "search": {"GET": "signed in"},
}
