"""The room `transfer`; its card is in __init__.py."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "sandali.transfer"
    label = "transfer"
