"""The room `history`; its card is in __init__.py."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "sandali.history"
    label = "history"
