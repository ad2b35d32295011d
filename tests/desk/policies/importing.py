"""Who may do what on the pages of imports, written down apart from the views."""

GET, POST = "GET", "POST"
RIGHT = "import_data"

POLICIES = {
    "settings_imports": {GET: RIGHT, POST: RIGHT},
    "settings_import": {GET: RIGHT},
    "settings_import_plan": {POST: RIGHT},
    "settings_import_trial": {POST: RIGHT},
    "settings_import_start": {POST: RIGHT},
    "settings_import_stopping": {POST: RIGHT},
    "settings_import_undoing": {POST: RIGHT},
    "settings_import_removal": {POST: RIGHT},
    "settings_import_forgetting": {POST: RIGHT},
    "settings_import_order": {POST: RIGHT},
    "settings_import_order_back": {POST: RIGHT},
    "settings_import_people": {GET: RIGHT},
    "settings_import_choices": {POST: RIGHT},
    "settings_import_rows": {GET: RIGHT},
}
