"""The room `customers`; its card is in __init__.py."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "sandali.customers"
    label = "customers"
