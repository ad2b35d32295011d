"""Who may enter the pages of comfort, declared apart from their decorators."""

POLICIES = {
    "manifest": {"GET": "anybody"},
    "worker": {"GET": "anybody"},
    "offline": {"GET": "anybody"},
    "case_print": {"GET": "see_cases"},
    "visits": {"GET": "answer_cases", "POST": "answer_cases"},
    "visits_kept": {"GET": "anybody"},
    "own_token": {"GET": "signed in"},
    "own_zone": {"POST": "signed in"},
}
