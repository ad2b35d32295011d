"""The room `resolution`; its card is in __init__.py."""

from django.apps import AppConfig


class ResolutionConfig(AppConfig):
    name = "sandali.resolution"
    label = "resolution"
