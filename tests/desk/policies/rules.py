"""Who may do what on the pages of rules, written down apart from the views."""

GET, POST = "GET", "POST"
RIGHT = "manage_routing"

POLICIES = {
    "settings_rules": {GET: RIGHT},
    "settings_rule_new": {GET: RIGHT, POST: RIGHT},
    "settings_rule_new_trial": {POST: RIGHT},
    "settings_rule": {GET: RIGHT, POST: RIGHT},
    "settings_rule_trial": {POST: RIGHT},
    "settings_rule_history": {GET: RIGHT},
    "settings_rule_place": {POST: RIGHT},
    "settings_rule_activity": {POST: RIGHT},
    "settings_rule_removal": {POST: RIGHT},
    "settings_rule_undoing": {POST: RIGHT},
}
