from __future__ import annotations

import pytest

from bot.content.contacts import flaws, link_problem


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org",
        "https://example.org:443/a/b?c=d#e",
        "https://www.пример.рф/страница",
        "https://xn--e1afmkfd.xn--p1ai/",
    ],
)
def test_https_to_a_named_host_is_a_link(link: str) -> None:
    assert link_problem(link) is None


@pytest.mark.parametrize(
    "link",
    [
        "",
        "example.org",
        "http://example.org",
        "javascript:alert(1)",
        "tg://resolve?domain=x",
        "data:text/html,x",
        "//example.org",
        "https://",
        "https://localhost",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://example.org:8443/",
        "https://example.org:port/",
        "https://example.org@evil.example/",
        "https://user:secret@example.org/",
        "https://example.org/a b",
        "https://exa\\mple.org/",
        "https://[broken",
    ],
)
def test_everything_else_is_refused(link: str) -> None:
    assert link_problem(link)


@pytest.mark.parametrize(
    "address", ["court@example.org", "a.b-c_d+e@sub.example.kz", "x@xn--e1afmkfd.example.org"]
)
def test_a_plain_address_is_taken(address: str) -> None:
    assert list(flaws({"channels": [{"email": address}]})) == []


@pytest.mark.parametrize(
    "address",
    [
        "court",
        "court@example",
        "court@example.org\nBcc: x@example.org",
        "a@b@example.org",
        "<court@example.org>",
        "court@.org",
        "ко@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_an_address_with_anything_odd_is_refused(address: str) -> None:
    [flaw] = flaws({"channels": [{"email": address}]})
    assert flaw.mend == "write it like court@example.org"


@pytest.mark.parametrize(
    "text",
    [
        "Паспорт № 12345678",
        "passport no. N 1234567",
        "ИИН 123456789012",
        "Удостоверение личности 012345678",
        "Төлқұжаты: N12345678",
    ],
)
def test_numbers_of_identity_papers_are_refused(text: str) -> None:
    [flaw] = flaws({"summary": {"ru": text}})
    assert flaw.loc == ("summary", "ru")
    assert flaw.what == "this looks like the number of an identity document"


@pytest.mark.parametrize("text", ["ул. Ленина, 3, кв. 12", "Flat 7, Main street", "пәтер 5"])
def test_private_addresses_are_refused(text: str) -> None:
    [flaw] = flaws({"people": [{"custody": {"write_to": text}}]})
    assert flaw.what == "this looks like a private address"


@pytest.mark.parametrize(
    "text",
    [
        "The passport office opened in 1999.",
        "They asked for 2,000 dollars in 2000.",
        "The data: nobody has them.",
        "Read https://example.org/report.",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert list(flaws({"summary": text})) == []


def test_values_of_payment_cards_are_read_too() -> None:
    fund = {"methods": [{"fields": [{"name": "For", "value": "passport 4512 345678"}]}]}
    [flaw] = flaws({"funds": [fund]})
    assert flaw.loc == ("funds", 0, "methods", 0, "fields", 0, "value")
