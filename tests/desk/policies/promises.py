"""Who may do what on the pages of promises, declared apart from their decorators."""

POLICIES = {
    "promises": {"GET": "see_cases"},
    "report_promises": {"GET": "see_measures"},
    "case_promises": {"GET": "see_cases"},
    "case_promise_reading": {"POST": "answer_cases"},
    "case_promise": {"GET": "answer_cases", "POST": "answer_cases"},
    "case_promise_answer": {"POST": "answer_cases"},
    "case_promise_keeping": {"POST": "handle_cases"},
    "case_promise_withdrawal": {"POST": "handle_cases"},
    "case_promise_owner": {"POST": "handle_cases"},
    "settings_asking": {"GET": "manage_asking", "POST": "manage_asking"},
}
