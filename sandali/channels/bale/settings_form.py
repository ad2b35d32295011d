"""The settings of a Bale channel."""

from sandali.channels.bale.adapter import FLAVOUR
from sandali.channels.botapi.settings_form import BotSettings


class BaleSettings(BotSettings):
    """Fields of a Bale bot."""

    kind, flavour = FLAVOUR.kind, FLAVOUR
