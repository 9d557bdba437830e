"""WhatsApp's *Export chat*, from iPhone and Android."""
