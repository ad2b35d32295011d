"""whatsapp: a number of WhatsApp's, by Meta's Cloud API."""
