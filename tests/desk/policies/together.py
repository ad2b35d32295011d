"""Who may enter the pages of working together on a case, declared apart from their decorators."""

POLICIES = {
    "case_forwarding": {"GET": "answer_cases", "POST": "answer_cases"},
    "case_approved": {"GET": "answer_cases", "POST": "answer_cases"},
    "handovers": {"GET": "see_cases"},
    "case_looking": {"GET": "see_cases", "POST": "see_cases"},
    "case_following": {"POST": "see_cases"},
    "case_unfollowing": {"POST": "see_cases"},
    "case_followers": {"GET": "note_cases", "POST": "note_cases"},
    "case_follower_removal": {"POST": "note_cases"},
    "case_mentions": {"GET": "note_cases"},
    "case_takeover": {"GET": "handle_cases", "POST": "handle_cases"},
    "case_repeats": {"POST": "note_cases"},
    "case_repeat_undoing": {"POST": "note_cases"},
    "case_handover": {"GET": "handle_cases", "POST": "handle_cases"},
    "case_acceptance": {"POST": "handle_cases"},
    "case_decline": {"POST": "handle_cases"},
    "case_handover_withdrawal": {"POST": "handle_cases"},
}
