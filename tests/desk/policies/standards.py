"""Who may do what on the pages of service standards, written down apart from the views."""

GET, POST = "GET", "POST"
RIGHT = "manage_standards"

POLICIES = {
    "settings_standards": {GET: RIGHT},
    "settings_standards_usual": {POST: RIGHT},
    "settings_standards_telling": {POST: RIGHT},
    "settings_standard_new": {GET: RIGHT, POST: RIGHT},
    "settings_standard_trial": {POST: RIGHT},
    "settings_standard": {GET: RIGHT, POST: RIGHT},
    "settings_standard_activity": {POST: RIGHT},
    "settings_standard_removal": {POST: RIGHT},
    "case_clocks": {GET: "see_cases"},
    "case_clock_reason": {POST: "handle_cases"},
    "report_standards": {GET: "see_measures"},
    "report_standards_cases": {GET: "see_measures"},
}
