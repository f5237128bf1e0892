"""A letter as an e-mail: who gets it, and a link that holds exactly the letter."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.campaign import Campaign
from bot.core.drafts import Draft, Paragraph, Sender
from bot.core.emails import LONGEST, Email, addresses, email_of, forms, without_address
from bot.core.letters import offers
from tests.web.letters import NOW, a_library

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=300)
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)


DRAFT = Draft(
    language="en",
    title="Letter",
    addressee=("The ministry",),
    copy_to="Copy to",
    copies=("The court", "The palace"),
    place_and_date="7 January 2003",
    subject="Anna",
    salutation="Dear Minister,",
    body=(Paragraph(text="Please release Anna."),),
    closing="Respectfully",
    sender=Sender(),
)


def an_email(**more: object) -> Email:
    usual = {"to": ("court@example.org",), "cc": (), "subject": "Anna", "body": "Dear Judge,"}
    return Email(**usual | more)  # type: ignore[arg-type]


def read(link: str) -> dict[str, str]:
    """A link as RFC 6068 has a mail program read it; a plus is a plus."""
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query.replace("+", "%2B"), strict_parsing=True, keep_blank_values=True)
    assert all(len(values) == 1 for values in fields.values())
    return {"to": unquote(parts.path)} | {name: values[0] for name, values in fields.items()}


@given(subject=LINES, body=TEXTS)
def test_a_mail_program_reads_exactly_the_letter(subject: str, body: str) -> None:
    email = an_email(cc=("a+b@example.org", "c&d@example.org"), subject=subject, body=body)
    assert email.whole is not None
    assert email.whole.isascii()
    assert read(email.whole) == {
        "to": "court@example.org",
        "cc": "a+b@example.org,c&d@example.org",
        "subject": subject,
        "body": body.replace("\n", "\r\n"),
    }


def test_the_link_without_the_text_lacks_nothing_else() -> None:
    email = an_email(to=("a@example.org", "b@example.org"), subject="Анна & мы = 100 %?")
    assert read(email.bare) == {
        "to": "a@example.org,b@example.org",
        "subject": "Анна & мы = 100 %?",
    }
    assert email.bare.count("?") == 1


def test_a_break_of_lines_is_written_as_mail_has_it() -> None:
    assert (an_email(body="one\n\ntwo").whole or "").endswith("body=one%0D%0A%0D%0Atwo")


def test_a_text_no_program_would_take_is_left_out() -> None:
    longest = LONGEST - len(an_email(body="").whole or "")
    assert an_email(body="a" * longest).whole is not None
    assert an_email(body="a" * (longest + 1)).whole is None
    assert an_email(body="б" * (longest // 6 + 1)).whole is None


def test_the_rest_of_a_letter_fits_wherever_a_link_does() -> None:
    many = tuple(f"office-of-the-{number}th-secretary@example.org" for number in range(10))
    assert len(an_email(cc=many, subject="Об аресте " * 10).bare) < 2000


# Who gets it


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    entry = a_library(tmp_path).get("strike")
    assert entry is not None
    return entry.campaign


def test_a_dead_address_is_not_written_to(campaign: Campaign) -> None:
    assert addresses(campaign, "court") == ("press+court@example.org", "court@example.org")
    assert all(parseaddr(one)[1] == one for one in addresses(campaign, "court"))


def test_an_office_without_an_address_may_have_a_form(campaign: Campaign) -> None:
    assert addresses(campaign, "palace") == ()
    assert forms(campaign, "palace") == ("https://palace.example.org/write?to=all&from=me",)
    assert forms(campaign, "court") == ()


def test_copies_go_to_the_others_once(campaign: Campaign) -> None:
    offer = next(one for one in offers(campaign, NOW) if one.office.id == "court")
    office = {"cc": offer.letter.cc}
    assert office == {"cc": ("court", "ministry", "palace")}
    assert [one.id for one in without_address(campaign, offer)] == ["palace"]


def test_an_address_two_offices_share_gets_one_letter(campaign: Campaign) -> None:
    shared = [
        channel.model_copy(update={"offices": ("court", "ministry", "palace")})
        for channel in campaign.channels
        if channel.id == "ministry"
    ]
    everywhere = campaign.model_copy(update={"channels": (*campaign.channels, *shared)})
    offer = next(one for one in offers(everywhere, NOW) if one.office.id == "ministry")
    email = email_of(everywhere, offer, DRAFT)
    assert (email.subject, email.body) == (DRAFT.subject, DRAFT.plain())
    assert email.to == ("minister@example.org",)
    assert email.cc == ("press+court@example.org", "court@example.org")
