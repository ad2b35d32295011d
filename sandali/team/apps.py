"""The room `team`; its card is in __init__.py."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "sandali.team"
    label = "team"
