"""The room `cases`; its card is in __init__.py."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sandali.cases"
    label = "cases"
