"""What to say on the telephone, as far as a desk can check it: words, turns, pronunciation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.flaws import Flaw, Loc, groups
from bot.core.pronunciation import pronounced
from bot.core.texts import MOST_WORDS

MOST_STEPS = 40
"""More than one sits through on the telephone, and than a button's data can number."""


def flaws(document: Mapping[str, object]) -> Iterator[Flaw]:
    """Steps that say nothing, words nobody can pronounce, turns given twice or without advice."""
    for loc, script in groups(document, "scripts.*"):
        yield from _length(loc, script)
        yield from _twice(loc, script)
    for path in ("scripts.*.steps.*", "scripts.*.branches.*.steps.*"):
        for loc, step in groups(document, path):
            yield from _step(loc, step, str(document.get("language")))
    for loc, branch in groups(document, "scripts.*.branches.*"):
        if not branch.get("steps") and not branch.get("note"):
            mend = "add 'steps' or a 'note', or delete it: the bot has advice of its own"
            yield Flaw(loc=loc, what="this branch says nothing", mend=mend)


def _length(loc: Loc, script: Mapping[str, object]) -> Iterator[Flaw]:
    steps = script.get("steps")
    if isinstance(steps, list) and len(steps) > MOST_STEPS:
        yield Flaw(
            loc=(*loc, "steps"),
            what=f"{len(steps)} steps are more than a call has",
            mend=f"keep to {MOST_STEPS}, or make two scripts",
        )


def _twice(loc: Loc, script: Mapping[str, object]) -> Iterator[Flaw]:
    seen = set()
    for place, branch in groups({"branches": script.get("branches")}, "branches.*"):
        when = branch.get("when")
        if isinstance(when, str) and when in seen:
            yield Flaw(
                loc=(*loc, *place, "when"),
                what=f"there is a branch for '{when}' already",
                mend="put the steps of both into one",
            )
        seen.add(when)


def _step(loc: Loc, step: Mapping[str, object], own: str) -> Iterator[Flaw]:
    """``own``: the campaign's language, which its readers can say."""
    words, language = step.get("words"), step.get("language")
    if step.get("who") in ("you", "they") and not words and not step.get("note"):
        mend = "add 'words' with their 'language', or a 'note'"
        yield Flaw(loc=loc, what="this step says nothing", mend=mend)
    if not isinstance(words, str):
        for name in ("say", "means", "language"):
            if step.get(name):
                yield Flaw(loc=(*loc, name), what=f"'{name}' without 'words'", mend="add 'words'")
        return
    if not isinstance(language, str):
        mend = "add a line 'language: …', such as 'language: ru'"
        yield Flaw(loc=loc, what="'words' without their 'language'", mend=mend)
    elif language != own and not step.get("say") and not _can_be_said(words, language):
        mend = "write 'say' by hand, at least 'say: {en: …}'"
        yield Flaw(
            loc=(*loc, "words"), what="the bot cannot tell how these words are said", mend=mend
        )


def _can_be_said(words: str, language: str) -> bool:
    """Whether we have rules for these words; of words that are too long is told elsewhere."""
    somebody_else = "es" if language.startswith("en") else "en"
    return len(words) > MOST_WORDS or pronounced(words, language, somebody_else) is not None
