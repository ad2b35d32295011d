"""The room `company`; its card is in __init__.py."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "sandali.company"
    label = "company"
