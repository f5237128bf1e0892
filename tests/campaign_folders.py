"""Campaign folders for tests: a small sound one, and changes that break it."""

from __future__ import annotations

from pathlib import Path

SOUND = """\
slug: strike
language: en
title: {en: Strike at the mill, ru: Забастовка на комбинате}
summary: The workers of the mill have been on strike since Monday.
country: KZ
zone: Asia/Almaty
reminders: [1440, 60]
sources:
  - id: committee
    who: The strike committee
    written: 2003-01-06
    received: 2003-01-07
people:
  - id: anna
    name: {en: Anna, ru: Анна}
    custody: {status: remand, since: 2003-01-02}
    health: {note: a heart condition, consent: true, source: committee}
    demanded: {years: 2.5, source: committee}
organisations:
  - id: union
    name: The union
    url: https://example.org/union
demands:
  - id: release
    text: {en: Release Anna., ru: Освободите Анну.}
offices:
  - id: court
    name: {en: The court, ru: Суд}
    city: Karaganda
    in_city: in Karaganda
    country: KZ
    zone: Asia/Almaty
    languages: [ru, kk]
    hours: Mo-Fr 09:00-18:00; PH off
    closures:
      - {since: 2003-02-03, until: 2003-02-04}
    holders:
      - name: N. First
        title: Judge
        salutation: {en: "Dear Judge First,", ru: "Уважаемый судья!"}
        until: 2003-03-31
      - name: N. Second
        title: Judge
        salutation: {en: "Dear Judge Second,", ru: "Уважаемый судья!"}
        since: 2003-04-01
channels:
  - id: fax
    kind: manual-fax
    offices: [court]
    script: ask
    numbers:
      - {e164: "+73212420220", until: 2007-06-30}
      - {e164: "+77212420220", display: 7 7212 42 02 20, since: 2007-07-01}
  - id: mail
    kind: email
    offices: [court]
    email: court@example.org
scripts:
  - id: ask
    title: Asking for the fax
    steps:
      - {who: you, words: Принять факс, language: ru}
      - {who: wait, seconds: 3}
hearings:
  - id: verdict
    what: Verdict
    office: court
    people: [anna]
    states:
      - status: announced
      - status: date-known
        on: 2003-01-06
        at: 10:30
actions:
  - id: protest
    kind: fax
    title: Fax the court
    text: Ask for Anna's release.
    begins: 2003-01-06
    ends: 2003-01-10
    until: 18:00
    urgent: true
    offices: [court]
    letter: protest
    script: ask
    hearing: verdict
events:
  - {id: march, kind: protest, title: March, on: 2003-01-08, until: 2003-01-09}
pickets:
  - {city: London, country: GB, before: the embassy, report: Forty people came.}
funds:
  - id: strike-fund
    purpose: Bread
    amount: 500
    currency: USD
    methods:
      - id: bank
        title: Bank
        fields:
          - {name: Account, value: "0000 0000"}
letters:
  - id: protest
    title: Protest
    subject: {en: Anna, ru: Анна}
    to: [court]
    people: [anna]
    demands: [release]
"""
LETTER = "I write to you{% if city %} from {{ city }}{% endif %}. We demand:\n\n{{ demands }}\n"
LETTERS = {"protest.en.j2": LETTER, "protest.ru.j2": LETTER}


def a_folder(
    root: Path,
    name: str = "strike",
    *changes: tuple[str, str],
    letters: dict[str, str] | None = None,
    document: str = SOUND,
) -> Path:
    """A campaign's folder under ``root``: the sound one, with some of its text replaced.

    The slug follows the folder's name, unless a change touches it.
    """
    text = document.replace("slug: strike", f"slug: {name}", 1)
    for old, new in changes:
        assert old in text, f"nothing to change: {old}"
        text = text.replace(old, new, 1)
    folder = root / name
    (folder / "letters").mkdir(parents=True)
    (folder / "campaign.yaml").write_bytes(text.encode())
    for file, source in (LETTERS if letters is None else letters).items():
        (folder / "letters" / file).write_bytes(source.encode())
    return folder


def line_of(path: Path, words: str) -> int:
    """The line of a file, from 1, in which some words begin."""
    text = path.read_bytes().decode()
    return text.count("\n", 0, text.index(words)) + 1
