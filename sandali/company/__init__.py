"""company: our own people, departments, rights, opening hours and settings.

Holds: Company (one row), Person (who signs in), Department, Membership, Invitation, OpeningRange, SpecialDay.
Main verbs: set_up_company, invite_person, accept_invitation, change_role, archive_department, set_presence.
Rights are one readable table in permissions.py; `may(person, right)` is the only question other rooms ask.
"""
