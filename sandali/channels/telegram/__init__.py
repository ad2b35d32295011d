"""telegram: a bot of Telegram's."""
