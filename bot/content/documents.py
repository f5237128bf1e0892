"""Campaigns as the database keeps them: JSON, and a digest that tells whether anything changed."""

from __future__ import annotations

import hashlib
import json

from bot.core.campaign import Campaign
from bot.core.library import Entry, LetterTexts


def document_json(campaign: Campaign) -> str:
    """A campaign as JSON, without what was left at its default."""
    return campaign.model_dump_json(exclude_defaults=True)


def letters_json(texts: LetterTexts) -> str:
    """The sources of a campaign's letters as JSON: by letter, then by language."""
    return json.dumps(_plain(texts), ensure_ascii=False)


def read_entry(document: str, letters: str, revision: int) -> Entry:
    """A campaign as it was kept. Raises ``ValueError`` where this version cannot read it."""
    return Entry(
        campaign=Campaign.model_validate_json(document),
        letters=LetterTexts(sources=json.loads(letters)),
        revision=revision,
    )


def digest(campaign: Campaign, texts: LetterTexts) -> str:
    """SHA-256 of what a campaign says, in hex: comments and the order of keys do not count."""
    said = {"document": campaign.model_dump(mode="json", exclude_defaults=True)}
    whole = said | {"letters": _plain(texts)}
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(texts: LetterTexts) -> dict[str, dict[str, str]]:
    return {letter: dict(sources) for letter, sources in texts.sources.items()}
