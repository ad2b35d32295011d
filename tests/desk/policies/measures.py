"""Who may enter reports, declared apart from their decorators."""

POLICIES = {
    "reports": {"GET": "see_measures"},
    "report_cases": {"GET": "see_measures"},
    "report_exports": {"POST": "export_cases"},
    "report_export": {"GET": "export_cases"},
}
