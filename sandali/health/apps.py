"""The room `health`; its card is in __init__.py."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "sandali.health"
    label = "health"
