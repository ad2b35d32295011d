"""Who may do what on the pages of macros, written down apart from the views."""

GET, POST = "GET", "POST"
RIGHT = "handle_cases"

POLICIES = {
    "macros": {GET: RIGHT},
    "macro_new": {GET: RIGHT, POST: RIGHT},
    "macro": {GET: RIGHT, POST: RIGHT},
    "macro_removal": {POST: RIGHT},
    "case_macros": {GET: RIGHT},
    "case_macro": {POST: RIGHT},
    "case_macro_undoing": {"POST": "handle_cases"},
}
