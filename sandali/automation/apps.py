"""The room `automation`; its card is in __init__.py."""

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "sandali.automation"
    label = "automation"
