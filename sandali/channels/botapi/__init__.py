"""botapi: what kinds with Telegram's bot API share (https://core.telegram.org/bots/api). A kind is a Flavour and an adapter of its own."""
