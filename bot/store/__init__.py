"""What the bot remembers. The only room with SQL; see ``open_store``."""

from .engine import Condition
from .errors import (
    AlreadyRunning,
    Damaged,
    Full,
    Locked,
    NewerDatabase,
    OlderCopy,
    ReadOnly,
    StoreError,
    Unreachable,
    Unusable,
)
from .inbox import NO_CHAT
from .line import Line
from .outcomes import Told
from .posted import LetterCount
from .records import (
    Alert,
    ChatData,
    Claimed,
    Copies,
    Dialogue,
    NewAlert,
    OpenAlert,
    Pending,
    Placed,
    Reminder,
    Revision,
    Screen,
    Settled,
)
from .store import Store, Tx, file_of, held, look, open_store
from .watching import Watched, watch

__all__ = [
    "NO_CHAT",
    "Alert",
    "AlreadyRunning",
    "ChatData",
    "Claimed",
    "Condition",
    "Copies",
    "Damaged",
    "Dialogue",
    "Full",
    "LetterCount",
    "Line",
    "Locked",
    "NewAlert",
    "NewerDatabase",
    "OlderCopy",
    "OpenAlert",
    "Pending",
    "Placed",
    "ReadOnly",
    "Reminder",
    "Revision",
    "Screen",
    "Settled",
    "Store",
    "StoreError",
    "Told",
    "Tx",
    "Unreachable",
    "Unusable",
    "Watched",
    "file_of",
    "held",
    "look",
    "open_store",
    "watch",
]
