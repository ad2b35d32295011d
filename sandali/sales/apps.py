"""The room `sales`; its card is in __init__.py."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "sandali.sales"
    label = "sales"
