"""Alerts put together: words for every audience, rows for every chat, in one transaction."""
