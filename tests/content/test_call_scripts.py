from __future__ import annotations

from typing import Any

import pytest

from bot.content.call_scripts import MOST_STEPS, flaws

YES = {"who": "they", "words": "Да", "language": "ru"}


def told(*steps: Any, **changes: Any) -> list[str]:
    script = {"steps": list(steps) or [YES], **changes}
    return [flaw.what for flaw in flaws({"scripts": [script]})]


def test_a_sound_script_is_left_alone() -> None:
    waiting = {"who": "wait"}
    answer = {"who": "they", "note": "Somebody answers."}
    branches = [{"when": "asked", "steps": [YES]}, {"when": "engaged", "note": "Ring later."}]
    assert told(answer, YES, waiting, branches=branches) == []


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ({"who": "you"}, "this step says nothing"),
        ({"who": "you", "words": "Да"}, "'words' without their 'language'"),
        ({"who": "wait", "say": {"en": "da"}}, "'say' without 'words'"),
        ({"who": "wait", "language": "ru"}, "'language' without 'words'"),
        (YES | {"words": "Да ñ"}, "the bot cannot tell how these words are said"),
        (YES | {"words": "Yes", "language": "en"}, "the bot cannot tell how these words are said"),
    ],
)
def test_a_step_must_say_something_that_can_be_said(step: dict[str, Any], what: str) -> None:
    assert told(step) == [what]
    assert told(branches=[{"when": "asked", "steps": [step]}]) == [what]


def test_written_by_hand_anything_can_be_said() -> None:
    assert told(YES | {"words": "Yes", "language": "en", "say": {"ru": "йес"}}) == []


def test_a_turn_is_told_of_once_and_not_for_nothing() -> None:
    twice = [{"when": "asked", "steps": [YES]}, {"when": "asked", "note": "x"}]
    assert told(branches=twice) == ["there is a branch for 'asked' already"]
    assert told(branches=[{"when": "asked"}]) == ["this branch says nothing"]


def test_nobody_sits_through_a_hundred_steps() -> None:
    assert told(*[YES] * MOST_STEPS) == []
    assert told(*[YES] * (MOST_STEPS + 1)) == ["41 steps are more than a call has"]


def test_words_in_the_campaigns_own_language_need_no_pronunciation() -> None:
    script = {"steps": [YES | {"words": "Yes", "language": "en"}]}
    assert list(flaws({"language": "en", "scripts": [script]})) == []
