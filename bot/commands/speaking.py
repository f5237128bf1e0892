"""The spoken-line card: what to say on the telephone, one screen for each step of the call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.core.button_rows import in_pairs
from bot.core.calls import OfficeCard
from bot.core.conversation import Conversation, Exit, Scene, State
from bot.core.messages import VOICE, Button, Document, Message, Reply
from bot.core.pronunciation import pronounced, spelling_for
from bot.core.scripts import Step
from bot.core.texts import Text

from .call_view import View
from .outcome import outcome_press
from .request import Request, Rows
from .sorry import Stale


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A step as one reader is shown it."""

    who: str
    words: str
    """Without stress marks; empty where nothing is said."""
    language: str
    """Of the words; the reader's own where it is not told."""
    say: str | None
    """How they sound, in the reader's own alphabet."""
    spelling: str
    """The language by whose spelling that is written."""
    generated: bool
    """Whether it was made by rule."""
    means: Text | None
    seconds: int | None
    note: Text | None


async def page(_: Request, view: View, card: OfficeCard, x: str) -> Reply:
    """The screen of a state; the short version where the state is none any more."""
    return Reply(edit=speaking(view, card, x))


async def hear(_: Request, view: View, card: OfficeCard, x: str) -> Reply:
    """The recordings of what is said on the screen ``x``, each as a message of its own."""
    talk = conversation(card)
    scene = talk.scene(talk.read(x) or State())
    talk = talk.on(scene.state.line)
    recorded = tuple(_recorded(view, talk, scene))
    if not recorded:
        raise Stale
    return Reply(messages=tuple(_voice(view, talk, name, step) for name, step in recorded))


def speaking(view: View, card: OfficeCard, x: str = "") -> Message:
    """The screen of the state ``x`` of a call to an office that has a script."""
    talk = conversation(card)
    state = talk.read(x)
    scene = talk.scene(state or State())
    talk = talk.on(scene.state.line)
    steps = (*scene.steps, *_again(talk, scene))
    lines = tuple(spoken(view, step) for step in steps)
    template = {"front": "call/say.j2", "turn": "call/say_turn.j2"}
    return view.message(
        template.get(scene.place, "call/say_step.j2"),
        _rows(view, card, talk, scene),
        card=card,
        scene=scene,
        line=card.lines[scene.state.line],
        other=None if scene.other is None else card.lines[scene.other],
        said_lines=lines,
        for_fax=talk.for_fax(scene.state.line),
        step_number=(scene.state.scene or 0) + 1,
        count=len(talk.scenes),
        last=(scene.state.scene or 0) + 1 == len(talk.scenes),
        anew=state is None,
    )


def conversation(card: OfficeCard) -> Conversation:
    """The call to an office as a state machine. ``Stale`` where there is nothing to say or ring."""
    if card.script is None or not card.lines:
        raise Stale
    return Conversation(script=card.script, lines=card.lines)


def spoken(view: View, step: Step) -> Spoken:
    """A step for this reader: who knows the language needs neither sound nor meaning."""
    reader = view.chat.language
    language = step.language or reader
    known = bool(step.language) and language.split("-")[0] == reader.split("-")[0]
    say, spelling, generated = (None, reader, False) if known else _sound(view, step, language)
    return Spoken(
        who=step.who,
        words=step.plain,
        language=language,
        say=say,
        spelling=spelling,
        generated=generated,
        means=None if known else step.means,
        seconds=step.seconds,
        note=step.note,
    )


def _sound(view: View, step: Step, language: str) -> tuple[str | None, str, bool]:
    """How a step's words sound, by whose spelling, and whether that was made by rule.

    By hand in the reader's language or the one whose spelling they read; else by rule; else by
    hand in whatever language there is.
    """
    reader, own = view.chat.language, view.entry.campaign.language
    if step.say:
        written = step.say.languages(own)
        for code in (reader, reader.split("-")[0], spelling_for(reader)):
            if code in written:
                return step.say.pick(code, own).text, code, False
    made = pronounced(step.words, language, reader) if step.words else None
    if made is not None:
        by_rule = made not in ("", step.words)  # where only the stress is shown, a person set it
        return made.removesuffix(".") or None, spelling_for(reader), by_rule
    if step.say:
        shown = step.say.pick(reader, own)
        return shown.text, shown.language, False
    return None, reader, False


def _again(talk: Conversation, scene: Scene) -> Iterable[Step]:
    """What to say once more, where the campaign has no other words for it."""
    if scene.steps or scene.state.turn not in ("not-understood", "no-tone"):
        return ()
    upto = talk.scenes[: (scene.state.scene or 0) + 1]
    asked = [step for steps in upto for step in steps if step.who == "you"]
    return asked[-1:]


def _recorded(view: View, talk: Conversation, scene: Scene) -> Iterator[tuple[str, Step | None]]:
    """The recordings of a screen whose files are there: of the whole, or of its steps."""
    there = view.entry.voices
    whole = talk.script.voice
    if scene.place == "front" and whole in there:
        yield str(whole), None
        return
    for step in (*scene.steps, *_again(talk, scene)):
        if step.voice in there:
            yield str(step.voice), step


def _voice(view: View, talk: Conversation, name: str, step: Step | None) -> Message:
    line = None if step is None else spoken(view, step)
    heard = Document(name=f"{name}.ogg", data=view.entry.voices[name], mime=VOICE)
    return replace(view.message("call/hear.j2", (), line=line, script=talk.script), document=heard)


def _rows(view: View, card: OfficeCard, talk: Conversation, scene: Scene) -> Rows:
    """The way it should go has a row to itself; the other turns stand in pairs."""
    stem = f"call:{view.slug}:{card.office.id}"
    first, *rest = (_button(view, card, talk, scene, way) for way in scene.exits)
    if scene.place == "front":
        back = view.button("what_to_dial", f"{stem}:dial")
    else:
        here = State(line=scene.state.line)
        back = view.button("say_beginning", f"{stem}:say:{talk.written(here)}")
    heard = any(_recorded(view, talk, scene))
    press = f"{stem}:ear:{talk.written(scene.state)}"
    sound = (view.button("say_hear", press),) if heard else ()
    return ((first,), sound, *in_pairs(rest), (back,))


def _button(view: View, card: OfficeCard, talk: Conversation, scene: Scene, way: Exit) -> Button:
    if way.to is None:
        line = card.lines[scene.state.line]
        return view.button(
            f"say_{way.name}", outcome_press(view, card, line, str(way.outcome or ""))
        )
    press = f"call:{view.slug}:{card.office.id}:say:{talk.written(way.to)}"
    if way.name == "next_number":
        mobile = card.lines[way.to.line].dial.mobile
        return view.button("say_next_number", press, number=mobile)
    return view.button(f"say_{way.name}", press)
