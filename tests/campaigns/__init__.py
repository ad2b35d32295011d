"""Campaigns: what must hold however often something dies. Small by default; `SANDALI_CAMPAIGN=60:3000` means 60 kills and 3,000 mails."""
