"""What can go wrong with a database in expected ways: one family, one sentence each."""

from __future__ import annotations


class StoreError(Exception):
    """The database cannot do what was asked."""


class Unusable(StoreError):
    """The database's address, driver or version cannot be used as it is; the sentence says why."""


class AlreadyRunning(StoreError):
    """Another copy of the bot holds this database."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Another copy of the bot is running on {what}.")
        self.what = what


class Damaged(StoreError):
    """The database file is corrupt or is something else; nothing was written to it."""

    def __init__(self, what: str, found: str) -> None:
        super().__init__(f"The database {what} is damaged: {found}. Restore it from a backup.")
        self.what = what
        self.found = found


class NewerDatabase(StoreError):
    """The database was made by a newer version of the bot; nothing was written to it."""

    def __init__(self, what: str, version: int, known: int) -> None:
        super().__init__(
            f"The database {what} has version {version}, this bot knows only up to {known}: "
            "update the bot, or restore the backup made before the update."
        )
        self.version = version
        self.known = known


class OlderCopy(StoreError):
    """The database is an older copy of the one that was here; nothing was written to it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The database {what} is an older copy of the one that ran here: it does not know what "
            "was sent since, and would send it again. Start it once with "
            "`solidarity run --after-restore`: nothing that waits in the copy is sent then."
        )
        self.what = what


class Locked(StoreError):
    """Another program holds the database; the same work may succeed a little later."""


class Full(StoreError):
    """The disk is full or refuses to be written; what was committed before is intact."""


class Unreachable(StoreError):
    """The database cannot be reached at present."""


class ReadOnly(StoreError):
    """Something tried to write within a transaction that only reads."""
