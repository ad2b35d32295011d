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
    "public_matters": {"GET": "see_cases"},
    "public_mention": {"GET": "answer_cases", "POST": "answer_cases"},
    "public_table": {"POST": "answer_cases"},
    "case_public": {"GET": "see_cases"},
    **{
        f"case_public_{act}": {"POST": "handle_cases"}
        for act in ("marking", "removal", "return", "plan", "answered", "thanked", "answered_removal", "thanked_removal")
    },
    "settings_public_plans": {"GET": "manage_plans"},
    "settings_public_plan_new": {"GET": "manage_plans", "POST": "manage_plans"},
    "settings_public_plan": {"GET": "manage_plans", "POST": "manage_plans"},
    "settings_public_plan_archive": {"POST": "manage_plans"},
    "settings_public_plan_return": {"POST": "manage_plans"},
    "case_reach": {"GET": "see_cases"},
    "customer_reach": {"GET": "see_customers"},
    "customer_followers": {"POST": "edit_customers"},
    "settings_reach": {"GET": "manage_plans", "POST": "manage_plans"},
    "settings_suggestions": {"GET": "manage_company", "POST": "manage_company"},
}
