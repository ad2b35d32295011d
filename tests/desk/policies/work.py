"""Who may enter the pages of work inside cases, declared apart from their decorators."""

POLICIES = {
    "tasks": {"GET": "see_cases"},
    "case_work": {"GET": "see_cases"},
    "case_tasks": {"GET": "handle_cases", "POST": "handle_cases"},
    "case_task": {"GET": "see_cases"},
    "case_task_wording": {"POST": "handle_cases"},
    "case_task_owner": {"POST": "see_cases"},
    "case_task_passing": {"POST": "see_cases"},
    "case_task_answer": {"POST": "see_cases"},
    "case_task_withdrawal": {"POST": "handle_cases"},
    "case_task_reopening": {"POST": "handle_cases"},
    "case_task_quotation": {"GET": "answer_cases", "POST": "answer_cases"},
    "case_task_mentions": {"GET": "see_cases"},
    "case_checklist": {"POST": "handle_cases"},
    "case_item_tick": {"POST": "handle_cases"},
    "case_item_place": {"POST": "handle_cases"},
    "case_item_removal": {"POST": "handle_cases"},
    "case_item_undoing": {"POST": "handle_cases"},
    "case_links": {"GET": "handle_cases", "POST": "handle_cases"},
    "case_link_removal": {"POST": "handle_cases"},
    "case_part_removal": {"POST": "handle_cases"},
}
