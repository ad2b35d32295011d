"""Who may do what on the pages about programs, written down apart from the views."""

GET, POST = "GET", "POST"
SIGNED_IN, PEOPLE, COMPANY = "signed in", "manage_people", "manage_company"

POLICIES = {
    "tokens": {GET: SIGNED_IN, POST: SIGNED_IN},
    "token_ending": {POST: SIGNED_IN},
    "api_operations": {GET: SIGNED_IN},
    "settings_tokens": {GET: PEOPLE},
    "settings_webhooks": {GET: COMPANY, POST: COMPANY},
    "settings_webhook": {GET: COMPANY, POST: COMPANY},
    **{f"settings_webhook_{act}": {POST: COMPANY} for act in ("trial", "secret", "pause", "activation", "removal", "retry")},
}
