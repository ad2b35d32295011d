"""Who may enter what is to be known before a reply."""

POLICIES = {
    "case_before": {"GET": "see_cases"},
    "case_understanding": {"POST": "note_cases"},
    "case_mood": {"POST": "note_cases"},
}
