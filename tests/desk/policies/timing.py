"""Who may enter the pages of time in cases, declared apart from their decorators."""

POLICIES = {
    "leaving": {"GET": "answer_cases"},
    "reminders": {"GET": "see_cases"},
    "message_departure": {"POST": "answer_cases"},
    "message_discarding": {"POST": "answer_cases"},
    "message_undiscarding": {"POST": "answer_cases"},
    "case_reminders": {"GET": "see_cases", "POST": "see_cases"},
    "case_reminder": {"GET": "see_cases", "POST": "see_cases"},
    "case_reminder_completion": {"POST": "see_cases"},
    "case_reminder_removal": {"POST": "see_cases"},
    "case_reminder_undoing": {"POST": "see_cases"},
}
