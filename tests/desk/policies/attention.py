"""Who may enter the pages about notices, declared apart from their decorators."""

POLICIES = {
    "notices": {"GET": "signed in"},
    "bell": {"GET": "signed in"},
    "read_notices": {"POST": "signed in"},
    "notice_choices": {"GET": "signed in", "POST": "signed in"},
    "fewer_mails": {"GET": "anybody", "POST": "anybody"},
    "browsers": {"POST": "signed in"},
    "browser_removal": {"POST": "signed in"},
    "browser_trial": {"POST": "signed in"},
}
