"""Who may do what on the pages of what is settled and what is not."""

POLICIES = {
    "board": {"GET": "see_cases"},
}
