"""Who may have the pictures that a mail wants from elsewhere, declared apart from the decorators."""

POLICIES = {
    "message_pictures": {"GET": "see_cases", "POST": "see_cases"},
    # The signed token names the reader, whose own rights are asked.
    "message_picture": {"GET": "anybody"},
}
