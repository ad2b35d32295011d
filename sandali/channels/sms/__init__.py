"""sms: short messages by an account with a provider."""
