"""The room `desk`; its card is in __init__.py."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sandali.desk"
    label = "desk"
