from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.call_lines import Line
from bot.core.calls import office_cards
from bot.core.chats import Chat
from bot.core.conversation import Conversation, State
from bot.core.outcomes import Outcome
from tests.appeal import FAX, LINES, SCRIPT, a_campaign

OPEN = datetime(2003, 1, 6, 5, tzinfo=UTC)
RINGING = {"who": "they", "note": "Somebody answers."}
HELLO = {"who": "you", "words": "Алло", "language": "ru"}


def a_call(kind: str = "manual-fax", count: int = 2, **changes: Any) -> Conversation:
    lines = [LINES[0] | {"kind": kind}, LINES[1] | {"kind": kind, "assigned": True}]
    campaign = a_campaign(
        channels=lines[:count],
        scripts=[SCRIPT | changes],
        actions=[FAX | {"offices": ["court"]}],
    )
    (card,) = office_cards(campaign, Chat(id=1, kind="private"), OPEN)
    assert card.script is not None
    return Conversation(script=card.script, lines=card.lines)


SCRIPTS: list[list[dict[str, Any]]] = [
    SCRIPT["steps"],
    [RINGING, *SCRIPT["steps"]],
    [RINGING],
    [HELLO],
    [{"who": "wait", "note": "for the music to end"}, HELLO, HELLO, SCRIPT["steps"][1]],
]
CALLS = [
    a_call(kind, count, steps=steps)
    for kind in ("manual-fax", "fax", "phone")
    for count in (1, 2)
    for steps in SCRIPTS
]


def names(call: Conversation, state: State) -> list[str]:
    return [way.name for way in call.scene(state).exits]


def walk(call: Conversation, *ways: str) -> State:
    state = State()
    for name in ways:
        (state,) = (way.to for way in call.scene(state).exits if way.name == name and way.to)
    return state


@pytest.mark.parametrize("call", CALLS)
def test_every_button_leads_to_a_state_that_is_there(call: Conversation) -> None:
    for state in call.states():
        scene = call.scene(state)
        assert scene.exits
        assert len({way.name for way in scene.exits}) == len(scene.exits)
        for way in scene.exits:
            assert (way.to is None) != (way.outcome is None)
            assert way.to is None or call.read(call.written(way.to)) == way.to


@pytest.mark.parametrize("call", CALLS)
def test_every_state_survives_as_five_bytes(call: Conversation) -> None:
    codes = {call.written(state): state for state in call.states()}
    assert len(codes) == len(list(call.states()))
    assert all(len(code.encode()) <= 5 for code in codes)
    assert all(call.read(code) == state for code, state in codes.items())


@pytest.mark.parametrize("call", CALLS)
def test_from_every_state_there_is_a_way_to_an_outcome(call: Conversation) -> None:
    states = list(call.states())
    ends = {state for state in states if any(way.outcome for way in call.scene(state).exits)}
    while grown := {
        state
        for state in states
        if state not in ends and any(way.to in ends for way in call.scene(state).exits)
    }:
        ends |= grown
    assert ends == set(states)


@pytest.mark.parametrize("call", CALLS)
def test_a_call_can_end_in_all_ways_that_are_counted(call: Conversation) -> None:
    counted = {way.outcome for state in call.states() for way in call.scene(state).exits}
    best = Outcome.TONE if call.for_fax(0) else Outcome.REACHED
    assert {best, Outcome.ENGAGED, Outcome.NO_ANSWER, Outcome.DEAD} <= counted


def test_the_best_case_leads_from_the_short_version_to_the_tone() -> None:
    call = a_call()
    assert call.scene(State()).place == "front"
    assert [step.words or step.seconds for step in call.scene(State()).steps] == [
        "Принять факс",
        "Да",
        3,
    ]
    end = walk(call, "step", "answered", "yes", "tone")
    assert call.scene(end).exits[0].outcome is Outcome.TONE


def test_while_it_rings_nobody_can_refuse_yet() -> None:
    call = a_call()
    assert names(call, walk(call, "step")) == [
        "answered",
        "tone_at_once",
        "engaged",
        "no_answer",
        "dead",
    ]


def test_what_they_answer_stands_beside_what_one_says() -> None:
    call = a_call(steps=[RINGING, *SCRIPT["steps"]])
    assert [[step.who for step in steps] for steps in call.scenes] == [
        ["they"],
        ["you", "they"],
        ["wait"],
    ]
    assert names(call, walk(call, "step", "answered")) == [
        "yes",
        "asked",
        "not_understood",
        "refused",
        "hung_up",
    ]


def test_after_a_question_the_call_goes_on_where_it_was() -> None:
    call = a_call()
    asked = walk(call, "step", "answered", "asked")
    assert names(call, asked) == ["yes", "not_understood", "refused", "hung_up"]
    assert walk(call, "step", "answered", "asked", "yes") == walk(call, "step", "answered", "yes")


def test_a_call_that_is_no_fax_ends_with_having_been_heard() -> None:
    call = a_call("phone", steps=[HELLO])
    end = walk(call, "step", "answered", "heard")
    assert call.scene(end).exits[0].outcome is Outcome.REACHED
    assert "no_tone" not in names(call, walk(call, "step", "answered"))


@pytest.mark.parametrize("turn", ["engaged", "no_answer", "dead"])
def test_where_one_number_fails_the_next_is_named(turn: str) -> None:
    call = a_call()
    state = walk(call, "step", turn)
    assert call.scene(state).other == 1
    assert walk(call, "step", turn, "next_number") == State(line=1, scene=0)
    alone = a_call(count=1)
    assert alone.scene(walk(alone, "step", turn)).other is None
    assert "next_number" not in names(alone, walk(alone, "step", turn))


def test_a_campaign_has_words_and_advice_of_its_own_for_a_turn() -> None:
    branch = {"when": "asked", "steps": [HELLO], "note": "Name your union."}
    call = a_call(branches=[branch])
    scene = call.scene(walk(call, "step", "answered", "asked"))
    assert [step.words for step in scene.steps] == ["Алло"]
    assert scene.note is not None
    assert call.scene(walk(call, "step", "answered", "refused")).steps == ()


@pytest.mark.parametrize("code", ["x", "0", "0x99", "9a", "0?1", "00000", "0 1", "²0"])
def test_what_is_no_state_is_not_taken_for_one(code: str) -> None:
    call = a_call()
    known = call.written(State())
    assert code == known or call.read(code) is None


def test_a_state_of_changed_words_is_none_any_more() -> None:
    call, changed = a_call(), a_call(steps=[HELLO, HELLO])
    codes = [call.written(state) for state in call.states() if state.scene]
    assert all(changed.read(code) is None for code in codes)


def test_a_better_translation_changes_no_state() -> None:
    call = a_call()
    means = {"en": "Would you take a fax, please?"}
    better = a_call(steps=[SCRIPT["steps"][0] | {"means": means}, *SCRIPT["steps"][1:]])
    state = walk(call, "step", "answered")
    assert better.read(call.written(state)) == state


def test_a_state_follows_its_number_when_others_are_put_before_it() -> None:
    call = a_call()
    turned = Conversation(script=call.script, lines=_turned(call.lines))
    code = call.written(State(line=0, scene=1))
    assert turned.read(code) == State(line=1, scene=1)


def _turned(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(reversed(lines))


def test_without_an_argument_the_call_begins() -> None:
    assert a_call().read("") == State()
