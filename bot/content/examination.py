"""One campaign document examined from top to bottom: everything wrong with it, each at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import ValidationError

from bot.core import hearing_order, periods, references
from bot.core.campaign import Campaign
from bot.core.flaws import Flaw, Loc

from . import call_scripts, contacts, lines, sentences, vocabulary
from .problems import Problem
from .yaml_tree import Tree


def examine(
    tree: Tree, file: str, folder: str, today: date, more: list[Flaw]
) -> tuple[Campaign | None, list[Problem]]:
    """The campaign in a document, and every problem of it; None where the model refuses it.

    ``folder`` is the name of the folder it lies in, ``today`` decides which numbers are history,
    ``more`` are flaws found beside the document (its letters).
    """
    flaws = [*_checks(tree.value, folder, today), *more]
    campaign, refused = _model(tree.value)
    flaws += [flaw for flaw in refused if not _explained(flaw, flaws)]
    told = [flaw for flaw in flaws if not _within(flaw.loc, tree.faulty)]
    return campaign, [_problem(flaw, tree, file) for flaw in told]


def _checks(document: Mapping[str, object], folder: str, today: date) -> Iterator[Flaw]:
    slug = document.get("slug")
    if isinstance(slug, str) and slug != folder:
        yield Flaw(
            loc=("slug",),
            what=f"the campaign is called '{slug}', its folder '{folder}'",
            mend="give both the same name",
        )
    yield from references.flaws(document)
    yield from periods.flaws(document)
    yield from hearing_order.flaws(document)
    yield from vocabulary.flaws(document)
    yield from contacts.flaws(document)
    yield from lines.flaws(document, today)
    yield from call_scripts.flaws(document)


def _model(document: Mapping[str, object]) -> tuple[Campaign | None, list[Flaw]]:
    try:
        return Campaign.model_validate(document), []
    except ValidationError as error:
        return None, list(sentences.flaws(error.errors(include_url=False)))


def _explained(refused: Flaw, flaws: list[Flaw]) -> bool:
    """Whether a rule of the model is already told, more exactly, by one of the checks.

    Rules stand at the group they are about; the checks name the line in it.
    """
    return refused.rule and any(_within(flaw.loc, {refused.loc}) for flaw in flaws)


def _within(loc: Loc, places: frozenset[Loc] | set[Loc]) -> bool:
    return any(loc[:length] in places for length in range(1, len(loc) + 1))


def _problem(flaw: Flaw, tree: Tree, file: str) -> Problem:
    line, column = tree.place(flaw.loc)
    return Problem(file=file, line=line, column=column, what=flaw.what, mend=flaw.mend)
