"""How django-allauth meets our people: nobody signs up by themselves, an inactive person does not come in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is by invitation only."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Closed: people join by an invitation link, the first account by the set-up."""
        return False
