"""A letter as an e-mail: to whom it goes, and the link that opens it in a mail program.

Source: RFC 6068. Everything but unreserved signs and ``@`` is percent-encoded, so a plus stays a
plus; line breaks are ``%0D%0A``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from .campaign import Campaign
from .drafts import Draft
from .letters import Offer
from .offices import Office

SURE = 2000
"""Signs in a link that is opened everywhere. Windows hands on 2,046; some browsers there open
nothing at all where a link is longer."""
LONGEST = 30_000
"""Signs in a link with the text in it; a Cyrillic letter takes six. Phones carry far more, Outlook
31,000. Web mail on a computer was seen to refuse 6,400: there the text is pasted."""


@dataclass(frozen=True, kw_only=True)
class Email:
    """What is filled in. ``to`` is empty where no address of the office is known."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    body: str
    """Plain text, its lines parted by ``\\n``."""

    @property
    def whole(self) -> str | None:
        """The ``mailto:`` link with everything in it; None where it would be too long."""
        text = quote(self.body.replace("\n", "\r\n"), safe="")
        link = f"{self.bare}&body={text}"
        return link if len(link) <= LONGEST else None

    @property
    def bare(self) -> str:
        """The link without the text, which is then pasted."""
        copies = f"cc={_addresses(self.cc)}&" if self.cc else ""
        return f"mailto:{_addresses(self.to)}?{copies}subject={quote(self.subject, safe='')}"


def email_of(campaign: Campaign, offer: Offer, draft: Draft) -> Email:
    """A letter as the e-mail in which it reaches its office, and the offices that get a copy."""
    to = addresses(campaign, offer.office.id)
    others = (one for id in offer.letter.cc for one in addresses(campaign, id))
    return Email(
        to=to,
        cc=_once(one for one in others if one not in to),
        subject=draft.subject,
        body=draft.plain(),
    )


def addresses(campaign: Campaign, office: str) -> tuple[str, ...]:
    """The office's e-mail addresses, without those known to be dead."""
    known = (c for c in campaign.channels_of(office) if c.kind == "email" and c.state != "dead")
    return _once(channel.email for channel in known if channel.email)


def forms(campaign: Campaign, office: str) -> tuple[str, ...]:
    """The pages on which the office takes messages."""
    known = (c for c in campaign.channels_of(office) if c.kind == "web" and c.state != "dead")
    return _once(channel.url for channel in known if channel.url)


def without_address(campaign: Campaign, offer: Offer) -> tuple[Office, ...]:
    """The offices that are to get a copy, and have no e-mail address we know of."""
    others = (id for id in offer.letter.cc if id != offer.office.id)
    return tuple(campaign.office(id) for id in others if not addresses(campaign, id))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _addresses(all_of_them: tuple[str, ...]) -> str:
    return ",".join(quote(one, safe="@") for one in all_of_them)
