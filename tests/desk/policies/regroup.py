"""Who may enter the pages of merging, splitting, spam and blocked senders, declared apart from their decorators."""

POLICIES = {
    "case_merging": {"GET": "regroup_cases", "POST": "regroup_cases"},
    "case_splitting": {"GET": "regroup_cases", "POST": "regroup_cases"},
    "case_regrouping_undoing": {"POST": "regroup_cases"},
    "spam": {"GET": "see_cases"},
    "case_spam": {"POST": "handle_cases"},
    "case_spam_removal": {"POST": "handle_cases"},
    "settings_blocked": {"GET": "block_senders", "POST": "block_senders"},
    "settings_blocked_lifting": {"POST": "block_senders"},
}
