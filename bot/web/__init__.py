"""The HTTP door: the webhook and the health check. It knows neither Telegram nor SQL."""
