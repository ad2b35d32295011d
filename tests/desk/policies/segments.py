"""Who may enter the pages of segments: url name → method → right."""

POLICIES = {
    "segments": {"GET": "see_customers"},
    "segment_new": {"GET": "see_customers", "POST": "see_customers"},
    "segment_conditions": {"POST": "see_customers"},
    "segment": {"GET": "see_customers"},
    "segment_count": {"GET": "see_customers"},
    "segment_edit": {"GET": "see_customers", "POST": "see_customers"},
    "segment_removal": {"POST": "see_customers"},
    "segment_return": {"POST": "see_customers"},
    "segment_export": {"GET": "export_customers"},
    "segment_exports": {"POST": "export_customers"},
}
