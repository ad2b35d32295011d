"""Who may enter the pages of the health of records: url name → method → right."""

POLICIES = {
    **dict.fromkeys(("report_records", "report_record_check"), {"GET": "see_measures"}),
    "report_record_rules": {"GET": "keep_records", "POST": "keep_records"},
    "report_record_looks": {"POST": "keep_records"},
    **dict.fromkeys(("report_record_kinds", "report_record_kinds_undoing"), {"POST": "handle_cases"}),
    **dict.fromkeys(
        ("report_record_corrections", "report_record_corrections_undoing", "customer_details", "customer_details_undoing"), {"POST": "edit_customers"}
    ),
}
