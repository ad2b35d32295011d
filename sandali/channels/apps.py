"""The room `channels`; its card is in __init__.py."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "sandali.channels"
    label = "channels"
