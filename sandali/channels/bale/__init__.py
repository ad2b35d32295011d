"""bale: a bot («بازو») of Bale's, whose API has the shape of Telegram's (https://docs.bale.ai)."""
