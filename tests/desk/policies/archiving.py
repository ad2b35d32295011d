"""Who may do what on the pages of archives, written down apart from the views."""

GET, POST = "GET", "POST"
RIGHT = "export_everything"

POLICIES = {
    "settings_archives": {GET: RIGHT, POST: RIGHT},
    "settings_house_speaking": {POST: RIGHT},
    "settings_house_links": {POST: RIGHT},
    "settings_archive_file": {GET: RIGHT},
    "settings_archive_stopping": {POST: RIGHT},
    "settings_archive_removal": {POST: RIGHT},
}
