"""Who may enter the pages of what we know: url name → method → right."""

POLICIES = {
    "knowledge": {"GET": "see_knowledge"},
    "knowledge_new": {"GET": "write_knowledge", "POST": "write_knowledge"},
    "knowledge_pick": {"GET": "see_knowledge"},
    "knowledge_entry": {"GET": "see_knowledge"},
    "knowledge_edit": {"GET": "write_knowledge", "POST": "write_knowledge"},
    "knowledge_archive": {"POST": "write_knowledge"},
    "knowledge_restoration": {"POST": "write_knowledge"},
    "knowledge_check": {"POST": "write_knowledge"},
    "knowledge_verdicts": {"POST": "see_knowledge"},
    "knowledge_uses": {"POST": "see_knowledge"},
    "knowledge_revision_restoration": {"POST": "write_knowledge"},
}
