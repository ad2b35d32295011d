"""Who may enter filters, saved views, next and previous, and acts on many cases, declared apart from their decorators."""

POLICIES = {
    "case_filter": {"GET": "see_cases"},
    "saved_views": {"GET": "see_cases", "POST": "see_cases"},
    "saved_view_new": {"GET": "see_cases"},
    "saved_view": {"GET": "see_cases", "POST": "see_cases"},
    "saved_view_filter": {"POST": "see_cases"},
    "saved_view_filter_undoing": {"POST": "see_cases"},
    "saved_view_place": {"POST": "see_cases"},
    "saved_view_removal": {"POST": "see_cases"},
    "saved_view_undoing": {"POST": "see_cases"},
    "case_bulk": {"GET": "handle_cases", "POST": "handle_cases"},
    "bulk_undoing": {"POST": "handle_cases"},
    "case_next": {"GET": "see_cases"},
    "case_previous": {"GET": "see_cases"},
}
