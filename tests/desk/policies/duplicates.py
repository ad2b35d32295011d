"""Who may enter the pages about duplicates: url name → method → right."""

POLICIES = {
    "customer_likeness": {"GET": "see_customers"},
    "duplicates": {"GET": "merge_customers"},
    "duplicate_rules": {"GET": "merge_customers", "POST": "merge_customers"},
    "duplicate_scans": {"POST": "merge_customers"},
    "duplicate_scan_stopping": {"POST": "merge_customers"},
    "pair_reopening": {"POST": "merge_customers"},
    "customer_apart": {"POST": "merge_customers"},
    "customer_merging": {"GET": "merge_customers", "POST": "merge_customers"},
    "merging_undoing": {"POST": "merge_customers"},
}
