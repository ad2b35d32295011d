"""The room `knowledge`; its card is in __init__.py."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "sandali.knowledge"
    label = "knowledge"
