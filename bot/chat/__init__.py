"""The door to Telegram: the only room that knows its library, its forms and its errors."""

import os

# Spans of time as timedelta, as in the library's next version; else it warns whenever one comes in.
os.environ.setdefault("PTB_TIMEDELTA", "true")
