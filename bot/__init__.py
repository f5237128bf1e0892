"""Solidarity Alerts: tells comrades of a hearing in time, drafts the letter, says when to ring."""

__version__ = "0.1.0"
