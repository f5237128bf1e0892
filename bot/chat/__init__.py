"""The door to Telegram: the only room that knows its library, its forms and its errors."""
