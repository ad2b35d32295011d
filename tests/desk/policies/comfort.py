"""Who may enter the pages of comfort, declared apart from their decorators."""

POLICIES = {
    "manifest": {"GET": "anybody"},
    "worker": {"GET": "anybody"},
    "offline": {"GET": "anybody"},
    "case_print": {"GET": "see_cases"},
    "own_token": {"GET": "signed in"},
    "own_zone": {"POST": "signed in"},
}
