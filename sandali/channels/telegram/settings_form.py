"""The settings of a Telegram channel."""

from sandali.channels.botapi.settings_form import BotSettings
from sandali.channels.telegram.adapter import FLAVOUR


class TelegramSettings(BotSettings):
    """Fields of a Telegram bot."""

    kind, flavour = FLAVOUR.kind, FLAVOUR
