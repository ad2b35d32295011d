"""The room `portal`; its card is in __init__.py."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "sandali.portal"
    label = "portal"
