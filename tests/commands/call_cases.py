"""What somebody is told of an office at every kind of moment: the cases, in the exact words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.core.chats import Chat
from tests.appeal import COURT, FAX, LINES, PRESIDENT
from tests.commands.talk import LONDON, LOS_ANGELES, NOWHERE

COURT_ONLY = [FAX | {"offices": ["court"]}]
SPRING = [COURT_ONLY[0] | {"begins": "2026-03-16", "ends": "2026-05-30"}]
OWL = LONDON.with_(wakes=13, sleeps=2)
"""Sleeps for as long as the court of Karaganda is open."""
MAIL = {"id": "mail", "kind": "email", "offices": ["court"], "email": "court@example.org"}
RETIRED = [line | {"state": "dead"} for line in LINES]
PRESIDENTS = LINES[1] | {"offices": ["president"], "assigned": True}
KIND = "It is a fax line answered by a person: you ring, ask for the fax, then send."
ASSUMED = "<i>The appeal does not give its hours: usual office hours are assumed.</i>"


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]  # the parts of a moment


def shut_for(*days: str) -> list[dict[str, Any]]:
    closure = {"since": days[0], "until": days[-1], "reason": "Repairs"}
    return [COURT | {"closures": [closure]}, PRESIDENT]


@dataclass(frozen=True)
class Case:
    """What is told of the court of Karaganda, and the first button."""

    now: datetime
    words: str
    """A line of the message begins with a dash; its name is left out of the first."""
    button: str
    reader: Chat = LONDON
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The message, line by line."""
        first, *others = (" ".join(line.split()) for line in self.words.split("\n        - ")[1:])
        known = {"KIND": KIND, "ASSUMED": ASSUMED}
        return [f"☎️ <b>Karaganda regional court:</b> {first}", *(known.get(x, x) for x in others)]


CASES = {
    "open now": Case(
        at(2003, 1, 6, 3, 30),
        """
        - <b>open now.</b> Closes <b>today, Monday, 07:00 for you (13:00 in
          Karaganda)</b>, in 3 h 30 min; open again 08:00–12:00.
        - KIND
        - ASSUMED
        """,
        "What to dial and say",
    ),
    "closes in twelve minutes": Case(
        at(2003, 1, 6, 6, 48),
        """
        - <b>open now, hardly time for one call.</b> Closes <b>today, Monday, 07:00 for you
          (13:00 in Karaganda)</b>, in 12 minutes.
        - Ring at once, or when it opens again: <b>today, Monday, 08:00 for you (14:00
          in Karaganda)</b>.
        - KIND
        - ASSUMED
        """,
        "What to dial and say",
    ),
    "closes for good in ten minutes": Case(
        at(2003, 1, 10, 11, 50),
        """
        - <b>open now, hardly time for one call.</b> Closes <b>today, Friday, 12:00 for you
          (18:00 in Karaganda)</b>, in 10 minutes.
        - Ring at once: it does not open again before it is too late.
        - KIND
        - ASSUMED
        """,
        "What to dial and say",
    ),
    "open for longer than a call is of use": Case(
        at(2003, 1, 10, 8, 10),
        """
        - <b>open now.</b> A call is of use until <b>today, Friday, 09:00 for you
          (15:00 in Karaganda)</b>, in 50 minutes.
        - KIND
        - ASSUMED
        """,
        "What to dial and say",
        LONDON,
        {"actions": [COURT_ONLY[0] | {"until": "15:00"}]},
    ),
    "too late in ten minutes, though it stays open": Case(
        at(2003, 1, 10, 8, 50),
        """
        - <b>open now, hardly time for one call.</b> A call is of use until <b>today, Friday,
          09:00 for you (15:00 in Karaganda)</b>, in 10 minutes.
        - Ring at once: it does not open again before it is too late.
        - KIND
        - ASSUMED
        """,
        "What to dial and say",
        LONDON,
        {"actions": [COURT_ONLY[0] | {"until": "15:00"}]},
    ),
    "opens later today, at night": Case(
        at(2003, 1, 6, 2),
        """
        - <b>closed now.</b> Opens <b>today, Monday, 03:00 for you (09:00 in
          Karaganda)</b>, in 1 hour; until 12:00, with a break 07:00–08:00.
        - That is night for you. In your waking hours: today, Monday, 08:00–12:00 for
          you (14:00–18:00 in Karaganda).
        - KIND
        - ASSUMED
        """,
        "Remind me at 08:00",
    ),
    "Monday there is Sunday here": Case(
        at(2003, 1, 6, 1, 30),
        """
        - <b>closed now.</b> Opens <b>today, Sunday, 19:00 for you (Monday 09:00 in
          Karaganda)</b>, in 1 h 30 min; until 04:00, with a break 23:00–00:00.
        - KIND
        - ASSUMED
        """,
        "Remind me at 19:00",
        LOS_ANGELES,
    ),
    "night for the whole window": Case(
        at(2003, 1, 6, 2),
        """
        - <b>closed now.</b> Opens <b>today, Monday, 03:00 for you (09:00 in
          Karaganda)</b>, in 1 hour; until 12:00, with a break 07:00–08:00.
        - As long as a call is of use, they only answer in your night.
        - By e-mail it is reached at any time: court@example.org.
        - A letter works at any time.
        - KIND
        - ASSUMED
        """,
        "Send a letter instead",
        OWL,
        {"channels": [*LINES, MAIL]},
    ),
    "night, but another office answers by day": Case(
        at(2003, 1, 6, 2),
        """
        - <b>closed now.</b> Opens <b>today, Monday, 03:00 for you (09:00 in
          Karaganda)</b>, in 1 hour; until 12:00, with a break 07:00–08:00.
        - As long as a call is of use, they only answer in your night.
        - In your day you can ring Office of the President: today, Monday, 13:00–16:00
          for you (19:00–22:00 in Astana).
        - A letter works at any time.
        - KIND
        - ASSUMED
        """,
        "Office of the President",
        OWL,
        {"actions": [FAX], "offices": [COURT, PRESIDENT | {"hours": "Mo-Fr 09:00-22:00"}]},
    ),
    "night for two weeks": Case(
        at(2026, 3, 16, 2),
        """
        - <b>closed now.</b> Opens <b>today, Monday, 04:00 for you (09:00 in
          Karaganda)</b>, in 2 hours; until 13:00, with a break 08:00–09:00.
        - In the next two weeks they only answer in your night.
        - A letter works at any time.
        - KIND
        - ASSUMED
        """,
        "Send a letter instead",
        OWL,
        {"actions": SPRING},
    ),
    "several days of holiday": Case(
        at(2026, 3, 20, 15),
        """
        - <b>closed now.</b> Opens <b>Thu 26 March, 04:00 for you (09:00 in
          Karaganda)</b>, in 5 days 13 h; until 13:00, with a break 08:00–09:00.
        - That is night for you. In your waking hours: Thu 26 March, 09:00–13:00 for
          you (14:00–18:00 in Karaganda).
        - Public holiday there: Nowruz Holiday. The first working day there is Thu 26
          March.
        - KIND
        - ASSUMED
        """,
        "Remind me on Thu 26 March, 09:00",
        LONDON,
        {"actions": SPRING},
    ),
    "a closure of its own": Case(
        at(2003, 1, 6, 5),
        """
        - <b>closed now.</b> Opens <b>Thu 9 January, 03:00 for you (09:00 in
          Karaganda)</b>, in 2 days 22 h; until 12:00, with a break 07:00–08:00.
        - That is night for you. In your waking hours: Thu 9 January, 08:00–12:00 for
          you (14:00–18:00 in Karaganda).
        - Closed Mon 6 January – Wed 8 January: Repairs. The first working day there
          is Thu 9 January.
        - KIND
        - ASSUMED
        """,
        "Remind me on Thu 9 January, 08:00",
        LONDON,
        {"offices": shut_for("2003-01-06", "2003-01-08")},
    ),
    "closed for a month": Case(
        at(2026, 4, 1, 14),
        """
        - <b>closed now.</b> Opens <b>Mon 4 May, 05:00 for you (09:00 in Karaganda)</b>,
          in 32 days 14 h; until 14:00, with a break 09:00–10:00.
        - That is night for you. In your waking hours: Mon 4 May, 08:00–09:00 for you
          (12:00–13:00 in Karaganda).
        - Public holiday there: Kazakhstan&#39;s People Solidarity Holiday.
        - Closed Wed 1 April – Thu 30 April: Repairs. The first working day there is Mon
          4 May.
        - KIND
        - ASSUMED
        """,
        "Remind me on Mon 4 May, 08:00",
        LONDON,
        {"actions": SPRING, "offices": shut_for("2026-04-01", "2026-04-30")},
    ),
    "a closure that begins tomorrow": Case(
        at(2003, 1, 6, 13),
        """
        - <b>closed now.</b> Opens <b>Wed 8 January, 03:00 for you (09:00 in
          Karaganda)</b>, in 38 hours; until 12:00, with a break 07:00–08:00.
        - That is night for you. In your waking hours: Wed 8 January, 08:00–12:00 for
          you (14:00–18:00 in Karaganda).
        - Closed Tue 7 January: Repairs. The first working day there is Wed 8 January.
        - KIND
        - ASSUMED
        """,
        "Remind me on Wed 8 January, 08:00",
        LONDON,
        {"offices": shut_for("2003-01-07")},
    ),
    "hours unknown": Case(
        at(2003, 1, 6, 5),
        """
        - <b>its hours are not known.</b> It is Monday 11:00 in Karaganda now.
        - KIND
        """,
        "What to dial and say",
        LONDON,
        {"offices": [COURT | {"hours": None, "hours_assumed": False}, PRESIDENT]},
    ),
    "all numbers dead": Case(
        at(2003, 1, 6, 5),
        """
        - <b>none of its numbers works any more.</b>
        - By e-mail it is reached at any time: court@example.org.
        - A letter works at any time.
        """,
        "Send a letter instead",
        LONDON,
        {"channels": [*RETIRED, MAIL]},
    ),
    "all its numbers dead, another office answers": Case(
        at(2003, 1, 6, 5),
        """
        - <b>none of its numbers works any more.</b>
        - Office of the President answers now.
        - A letter works at any time.
        """,
        "Office of the President: open now",
        LONDON,
        {"actions": [FAX], "channels": [RETIRED[0], PRESIDENTS]},
    ),
    "lunch": Case(
        at(2003, 1, 6, 7, 30),
        """
        - <b>closed for a break.</b> Opens <b>today, Monday, 08:00 for you (14:00 in
          Karaganda)</b>, in 30 minutes; until 12:00.
        - KIND
        - ASSUMED
        """,
        "Remind me at 08:00",
    ),
    "no clock of one's own": Case(
        at(2003, 1, 6, 2),
        """
        - <b>closed now.</b> Opens <b>Mon 6 January, 09:00 in Karaganda</b>, in 1
          hour; until 18:00, with a break 13:00–14:00.
        - KIND
        - Tell me your city, and I show every hour on your own clock.
        - ASSUMED
        """,
        "Remind me at 09:00",
        NOWHERE,
    ),
}
