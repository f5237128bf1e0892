"""A call as a small state machine: what is on the screen, and where each button leads.

The state is a few letters in a button's data, so it survives restarts and pauses of any length. It
carries a mark of the script and the number it belongs to: where these have changed since, the state
is none any more, and the call begins anew. Everything here is pure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from .call_lines import Line
from .outcomes import Outcome
from .scripts import CallScript, Step, Turn
from .texts import Text

Place = Literal["front", "ring", "talk", "wait", "turn"]
"""What a screen is about: the short version, ringing, speaking, waiting, another turn."""

TURNS: Mapping[str, Turn | Literal["dead"]] = MappingProxyType(
    {
        "a": "asked",
        "u": "not-understood",
        "t": "no-tone",
        "e": "engaged",
        "n": "no-answer",
        "d": "dead",
        "h": "hung-up",
        "r": "refused",
        "z": "done",
    }
)
"""The letter of each turn in a state. A number that does not exist needs no words."""

_LETTERS = {turn: letter for letter, turn in TURNS.items()}
_STATE = re.compile(r"([0-9])([0-9a-z])(?:([0-9]{1,2})([a-z])?)?")
_MARKS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_LINES = 10
_FAXES = frozenset({"fax", "manual-fax"})

# What counts where a call ends in each turn; who hangs up has refused.
_COUNTED: Mapping[str, Outcome] = MappingProxyType(
    {
        "engaged": Outcome.ENGAGED,
        "no-answer": Outcome.NO_ANSWER,
        "dead": Outcome.DEAD,
        "hung-up": Outcome.REFUSED,
        "refused": Outcome.REFUSED,
    }
)


@dataclass(frozen=True, kw_only=True)
class State:
    """Where in a call somebody is: on which line, in which scene, in which turn of it."""

    line: int = 0
    scene: int | None = None
    """None before the first step: the short version is shown."""
    turn: Turn | Literal["dead"] | None = None


@dataclass(frozen=True, kw_only=True)
class Exit:
    """A button: what happened, and the state or the outcome it leads to."""

    name: str
    """Of its label: "answered", "engaged", …"""
    to: State | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is on the screen."""

    place: Place
    state: State
    steps: tuple[Step, ...]
    exits: tuple[Exit, ...]
    other: int | None = None
    """The line to try next, where this one is of no use at the moment."""
    note: Text | None = None
    """The campaign's own advice for this turn."""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """What is said on the lines of one office; what is asked is about one of them."""

    script: CallScript
    """Of the line that is rung."""
    lines: tuple[Line, ...]
    """Any of them may have a script of its own."""

    def on(self, line: int) -> Conversation:
        """The same call with what is said on that line."""
        return replace(self, script=self.lines[line].script or self.script)

    def read(self, code: str) -> State | None:
        """The state of a button's data; None where there is no such state (any more)."""
        if not code:
            return State()
        found = _STATE.fullmatch(code)
        line = self._line(int(found[1]), found[2]) if found else None
        if found is None or line is None:
            return None
        scene = int(found[3]) if found[3] else None
        turn = TURNS.get(found[4]) if found[4] else None
        state = State(line=line, scene=scene, turn=turn)
        return state if self.written(state)[2:] == code[2:] and self._is_there(state) else None

    def written(self, state: State) -> str:
        """A state as the data of a button: at most 5 bytes."""
        scene = "" if state.scene is None else str(state.scene)
        turn = "" if state.turn is None else _LETTERS[state.turn]
        return f"{state.line}{self._mark(state.line)}{scene}{turn}"

    def scene(self, state: State) -> Scene:
        """The screen of a state that is there."""
        return self.on(state.line)._scene(state)

    def _scene(self, state: State) -> Scene:
        if state.scene is None:
            first = replace(state, scene=0)
            return Scene(place="front", state=state, steps=self.breath, exits=(_go(first, "step"),))
        if state.turn is not None:
            return self._turned(state)
        exits = (*self._onward(state), *self._aside(state))
        steps, place = self.scenes[state.scene], self._place(state.scene)
        return Scene(place=place, state=state, steps=steps, exits=exits)

    def states(self) -> Iterator[State]:
        """Every state there is, on the first line and any other."""
        for line in range(min(len(self.lines), _MOST_LINES)):
            yield from self._states(State(line=line))

    @property
    def breath(self) -> tuple[Step, ...]:
        """The steps that are said or waited for, without their explanations."""
        return tuple(step for step in self.script.steps if step.words or step.seconds)

    @property
    def scenes(self) -> tuple[tuple[Step, ...], ...]:
        """The steps by screens: first the ringing, then what you say with what they answer."""
        steps = list(self.script.steps)
        ringing = []
        while steps and steps[0].who == "they":
            ringing.append(steps.pop(0))
        found: list[tuple[Step, ...]] = [tuple(ringing)]
        for step in steps:
            said = found[-1] if len(found) > 1 else ()
            if step.who == "they" and said and said[-1].who != "wait":
                found[-1] = (*said, step)
            else:
                found.append((step,))
        return tuple(found)

    def for_fax(self, line: int) -> bool:
        """Whether a call on this line is to end with the tone of a fax machine."""
        return self.lines[line].channel.kind in _FAXES

    def _states(self, front: State) -> Iterator[State]:
        seen, ahead = {front}, [front]
        while ahead:
            state = ahead.pop()
            yield state
            for way in self.scene(state).exits:
                if way.to and way.to.line == front.line and way.to not in seen:
                    seen.add(way.to)
                    ahead.append(way.to)

    def _is_there(self, state: State) -> bool:
        return any(state == one for one in self._states(State(line=state.line)))

    def _place(self, scene: int) -> Place:
        if scene == 0:
            return "ring"
        return "wait" if self.scenes[scene][0].who == "wait" else "talk"

    def _onward(self, state: State) -> Iterator[Exit]:
        """The way it should go, named by what one hears: an answer, a yes, the tone."""
        here = state.scene or 0
        last = here + 1 >= len(self.scenes)
        to = replace(state, turn="done") if last else replace(state, scene=here + 1)
        if here == 0:
            name = "answered"
        elif last:
            name = "tone" if self.for_fax(state.line) else "heard"
        elif self._place(here) == "wait":
            name = "waited"
        else:
            name = "yes" if _replied(self.scenes[here]) else "said"
        yield _go(to, name)
        if here == 0 and self.for_fax(state.line) and not last:
            yield _go(replace(state, turn="done"), "tone_at_once")

    def _aside(self, state: State) -> Iterator[Exit]:
        """The other turns a call may take here."""
        turns: tuple[Turn | Literal["dead"], ...]
        place, fax = self._place(state.scene or 0), self.for_fax(state.line)
        if place == "ring":
            turns = ("engaged", "no-answer", "dead")
        elif place == "wait":
            turns = ("no-tone", "hung-up") if fax else ("hung-up",)
        else:
            silent: tuple[Turn, ...] = ("no-tone",) if fax and self._is_last(state) else ()
            turns = (*silent, "asked", "not-understood", "refused", "hung-up")
        yield from (_go(replace(state, turn=turn), _name(turn)) for turn in turns)

    def _is_last(self, state: State) -> bool:
        return (state.scene or 0) + 1 >= len(self.scenes)

    def _turned(self, state: State) -> Scene:
        """Another turn: on with the call where it can go on, else to its end."""
        branch = self.script.branch(state.turn or "")
        other, exits = None, self._goes_on(state)
        if not exits:
            other = None if state.turn == "done" else self._other(state.line)
            exits = self._ends(state, other)
        return Scene(
            place="turn",
            state=state,
            steps=branch.steps if branch else (),
            exits=exits,
            other=other,
            note=branch.note if branch else None,
        )

    def _goes_on(self, state: State) -> tuple[Exit, ...]:
        if state.turn not in ("asked", "not-understood", "no-tone"):
            return ()
        forward = tuple(self._onward(replace(state, turn=None)))
        others: tuple[Turn, ...] = ("refused", "hung-up")
        if state.turn == "asked":
            others = ("not-understood", *others)
        return (*forward, *(_go(replace(state, turn=turn), _name(turn)) for turn in others))

    def _ends(self, state: State, other: int | None) -> tuple[Exit, ...]:
        if state.turn == "done":
            outcome = Outcome.TONE if self.for_fax(state.line) else Outcome.REACHED
            again = _go(State(line=state.line, scene=0), "broke_off")
            return (Exit(name=f"count_{outcome}", outcome=outcome), again)
        outcome = _COUNTED[state.turn or "refused"]
        ways = [Exit(name=f"count_{outcome}", outcome=outcome)]
        if other is not None:
            ways.append(_go(State(line=other, scene=0), "next_number"))
        if state.turn != "dead":
            ways.append(_go(State(line=state.line, scene=0), "ring_again"))
        return tuple(ways)

    def _other(self, line: int) -> int | None:
        """The line after this one, round about; None where there is no other."""
        count = min(len(self.lines), _MOST_LINES)
        return (line + 1) % count if count > 1 else None

    def _line(self, index: int, mark: str) -> int | None:
        """The line a state is about: others may have been put before it since."""
        count = min(len(self.lines), _MOST_LINES)
        order = sorted(range(count), key=lambda one: one != index)
        return next((one for one in order if self._mark(one) == mark), None)

    def _mark(self, line: int) -> str:
        """One sign that tells this script on this number from most others."""
        script = self.lines[line].script or self.script
        said = ((step.who, step.words, step.seconds) for step in script.steps)
        whole = f"{self.lines[line].number.e164} {list(said)}"
        return _MARKS[zlib.crc32(whole.encode()) % len(_MARKS)]


def _replied(steps: Sequence[Step]) -> bool:
    return len(steps) > 1


def _go(to: State, name: str) -> Exit:
    return Exit(name=name, to=to)


def _name(turn: str) -> str:
    return turn.replace("-", "_")
