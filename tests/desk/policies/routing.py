"""Who may do what on the pages of routing, written down apart from the views."""

GET, POST = "GET", "POST"
RIGHT = "manage_routing"

POLICIES = {
    "settings_routing": {GET: RIGHT},
    "settings_routing_rule_new": {GET: RIGHT, POST: RIGHT},
    "settings_routing_rule_new_trial": {POST: RIGHT},
    "settings_routing_rule": {GET: RIGHT, POST: RIGHT},
    "settings_routing_rule_trial": {POST: RIGHT},
    "settings_routing_rule_place": {POST: RIGHT},
    "settings_routing_rule_activity": {POST: RIGHT},
    "settings_routing_rule_removal": {POST: RIGHT},
    "settings_routing_department": {GET: RIGHT, POST: RIGHT},
    "settings_routing_skills": {POST: RIGHT},
    "settings_routing_skill_removal": {POST: RIGHT},
}
