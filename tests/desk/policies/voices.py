"""Who may enter the pages of suggestions, public matters and reach: url name → method → right."""

POLICIES = {
    "suggestions": {"GET": "see_cases"},
    "suggestion_new": {"GET": "see_cases", "POST": "see_cases"},
    "suggestion": {"GET": "see_cases"},
    "suggestion_wording": {"GET": "see_cases", "POST": "see_cases"},
    "suggestion_withdrawal": {"POST": "see_cases"},
    "suggestion_return": {"POST": "see_cases"},
    "suggestion_answer": {"POST": "answer_suggestions"},
    "suggestion_outcome": {"POST": "answer_suggestions"},
    "suggestion_answer_removal": {"POST": "answer_suggestions"},
    "suggestion_voices": {"POST": "see_cases"},
    "suggestion_voice_removal": {"POST": "see_cases"},
    "settings_suggestions": {"GET": "manage_company", "POST": "manage_company"},
}
