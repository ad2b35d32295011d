"""The room `kit`: tools without tables, and the look."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "sandali.kit"
    label = "kit"
