"""Who may enter: one's own pages, health, the account's front, the gallery."""

NOBODY_HERE = {"GET": "anybody", "POST": "anybody"}  # they answer 404 to all
POLICIES = {
    "account": {"GET": "signed in"},
    "account_signup": NOBODY_HERE,
    "account_signup_by_passkey": NOBODY_HERE,
    "account_email": NOBODY_HERE,
    "account_set_password": NOBODY_HERE,
    "account_confirm_login_code": NOBODY_HERE,
    "account_email_verification_sent": NOBODY_HERE,
    "account_confirm_email": NOBODY_HERE,
    "profile": {"GET": "signed in", "POST": "signed in"},
    "theme": {"POST": "signed in"},
    "language": {"POST": "anybody"},
    "presence": {"POST": "signed in"},
    "live_probe": {"GET": "anybody"},
    "ready_probe": {"GET": "anybody"},
    "status": {"GET": "see_health"},
    "retry_job": {"POST": "manage_company"},
    "gallery": {"GET": "manage_company"},
}
