"""The words room: catalogues, dates in words, message templates, alerts put into messages."""

from .words import Words

__all__ = ["Words"]
