from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.check import check
from tests.campaign_folders import LETTER, a_folder, line_of

HOME = Path(__file__).parents[2]

# One deliberate mistake each: what is changed, the words on its line, and what is told.
MISTAKES: dict[str, tuple[tuple[str, str], str, str]] = {
    "bad-date": (
        ("begins: 2003-01-06", "begins: 6 January"),
        "6 January",
        "'6 January' is no day; write it like 2003-01-06",
    ),
    "no-such-day": (
        ("ends: 2003-01-10", "ends: 2003-02-30"),
        "2003-02-30",
        "'2003-02-30' is a day that does not exist; look at the calendar again",
    ),
    "day-as-number": (("written: 2003-01-06", "written: 1041811200"), "1041811200", "is no day"),
    "bad-hour": (("at: 10:30", "at: 10.30"), "10.30", "'10.30' is no hour; write it like 09:00"),
    "hour-without-day": (
        ("- status: announced", "- {status: announced, at: 09:00}"),
        "at: 09:00",
        "an hour in 'at' needs its day in 'on'",
    ),
    "bad-number-of-years": (
        ("years: 2.5", "years: two"),
        "years: two",
        "'two' is no number of years",
    ),
    "nobody-lives-so-long": (
        ("years: 2.5", "years: 200"),
        "years: 200",
        "'years' must be at most 100; correct the number",
    ),
    "loose-yes": (
        ("consent: true", "consent: yes"),
        "consent: yes",
        "'yes' is neither true nor false; write true or false",
    ),
    "loose-number": (("amount: 500", "amount: 5_00"), "5_00", "'5_00' is no whole number"),
    "negative": (("amount: 500", "amount: 0"), "amount: 0", "'amount' must be more than 0"),
    "office-zone": (
        ("languages: [ru, kk]", "languages: [ru, kk]\n    x: y"),
        "x: y",
        "there is no field 'x'; the fields here are: id, name, city",
    ),
    "unknown-zone": (
        ("zone: Asia/Almaty\nreminders", "zone: Asia/Almatty\nreminders"),
        "Almatty",
        "there is no time zone 'Asia/Almatty'; did you mean 'Asia/Almaty'?",
    ),
    "unknown-country": (
        ("country: KZ\nzone", "country: XX\nzone"),
        "country: XX",
        "there is no country 'XX'",
    ),
    "small-country": (
        ("country: GB", "country: gb"),
        "country: gb",
        "'gb' is no country code; write two capital letters, such as KZ",
    ),
    "unknown-language": (
        ("languages: [ru, kk]", "languages: [ru, qq]"),
        "qq",
        "there is no language 'qq'",
    ),
    "text-language": (("ru: Забастовка", "RU: Забастовка"), "RU:", "no language 'RU'"),
    "own-language": (
        ("{en: Anna, ru: Анна}", "{ru: Анна}"),
        "{ru: Анна}",
        "the text lacks the campaign's own language, 'en'; add a line 'en: …'",
    ),
    "duplicate-key": (
        ("country: KZ\nzone", "country: KZ\ncountry: KG\nzone"),
        "country: KG",
        "'country' stands twice, first in line 5; keep one of the two",
    ),
    "duplicate-id": (
        ("  - id: mail", "  - id: fax"),
        "id: fax\n    kind: email",
        "the id 'fax' is already taken in 'channels'; choose another one",
    ),
    "bad-id": (("id: union", "id: The Union"), "The Union", "'The Union' is no id"),
    "typing-error": (
        ("summary: The", "sumary: The"),
        "sumary",
        "there is no field 'sumary'; did you mean 'summary'?",
    ),
    "missing-field": (
        ("    city: Karaganda\n", ""),
        "- id: court",
        "'city' is missing; add a line 'city: …'",
    ),
    "wrong-word": (
        ("kind: manual-fax", "kind: manual-faks"),
        "manual-faks",
        "fax, fax, switchboard, email, post, web; did you mean 'manual-fax'?",
    ),
    "missing-office": (
        ("office: court", "office: cuort"),
        "cuort",
        "there is no 'cuort' in 'offices'; did you mean 'court'?",
    ),
    "missing-source": (
        ("source: committee}", "source: paper}"),
        "paper",
        "no 'paper' in 'sources'",
    ),
    "wrong-hours": (
        ("Mo-Fr 09:00-18:00; PH off", "Mo-Fr 9-18"),
        "Mo-Fr 9-18",
        "write hours with two digits and minutes too: 09:00-18:00",
    ),
    "invalid-number": (
        ("+77212420220", "+77212"),
        "+77212",
        "'+77212' is no international number",
    ),
    "foreign-number": (
        ('"+77212420220", display: 7 7212 42 02 20', '"+442079460018"'),
        "+442079460018",
        "is a number of GB, but the office is in KZ",
    ),
    "old-number": (
        ('"+77212420220", display: 7 7212 42 02 20', '"+73212742783"'),
        "+73212742783",
        "is how Kazakhstan wrote it until 2007; write +7 7212 74 27 83",
    ),
    "other-digits": (
        ("display: 7 7212 42 02 20", "display: 7 7212 42 02 21"),
        "42 02 21",
        "'7 7212 42 02 21' has other digits than +77212420220",
    ),
    "two-numbers": (
        ("since: 2007-07-01", "since: 2007-06-30"),
        "since: 2007-06-30",
        "two numbers of the channel are in force on 2007-06-30",
    ),
    "two-holders": (
        ("        since: 2003-04-01\n", ""),
        "N. Second",
        "two holders of the office are in force at the same time",
    ),
    "turned-around": (
        ("ends: 2003-01-10", "ends: 2003-01-01"),
        "2003-01-01",
        "'ends' (2003-01-01) lies before 'begins' (2003-01-06); correct one of the two days",
    ),
    "impossible-state": (
        ("- status: announced", "- status: held"),
        "status: date-known",
        "'date-known' cannot follow 'held'; write one of: adjourned, verdict",
    ),
    "window-without-end": (
        ("status: date-known", "status: window\n        since: 2003-01-06"),
        "status: window",
        "a window needs its first day in 'since' and its last day in 'until'",
    ),
    "channel-without-way": (
        ("    email: court@example.org\n", ""),
        "- id: mail",
        "a channel of the kind 'email' has no 'email'",
    ),
    "bad-email": (
        ("court@example.org", "court(at)example.org"),
        "court(at)",
        "'court(at)example.org' is no e-mail address; write it like court@example.org",
    ),
    "plain-http": (
        ("https://example.org/union", "http://example.org/union"),
        "http://",
        "a link must begin with https://",
    ),
    "script-link": (
        ("Ask for Anna's release.", "Press javascript:alert(1) now"),
        "javascript",
        "'javascript:' begins a link that is not https",
    ),
    "passport": (
        ("summary: The workers", "summary: Passport No. 12345678. The workers"),
        "Passport",
        "this looks like the number of an identity document; leave it out",
    ),
    "private-address": (
        ("summary: The workers", "summary: Visit Lenin street 3, flat 12. The workers"),
        "flat 12",
        "this looks like a private address",
    ),
    "not-a-list": (
        ("offices: [court]\n    letter", "offices: court\n    letter"),
        "offices: court",
        "'offices' must be a list; write [one, two], or a line '- …' for each",
    ),
    "not-a-text": (("title: Protest", "title: [Protest]"), "[Protest]", "'title' must be a text"),
    "not-a-group": (
        ("custody: {status: remand, since: 2003-01-02}", "custody: remand"),
        "custody: remand",
        "'custody' must be a group of lines",
    ),
    "list-for-a-word": (
        ("zone: Asia/Almaty\nrem", "zone: [Asia/Almaty]\nrem"),
        "[Asia",
        "'zone' must be a text",
    ),
    "list-for-a-day": (
        ("begins: 2003-01-06", "begins: [2003-01-06]"),
        "[2003",
        "'begins' must be a day",
    ),
    "list-for-an-hour": (("at: 10:30", "at: [10:30]"), "[10:30]", "'at' must be an hour"),
    "list-for-a-number": (("amount: 500", "amount: [500]"), "[500]", "'amount' must be a number"),
    "list-for-years": (("years: 2.5", "years: [2]"), "years: [2]", "'years' must be a number"),
    "list-for-a-flag": (("urgent: true", "urgent: [true]"), "urgent: [", "must be true or false"),
    "empty-list": (("to: [court]", "to: []"), "to: []", "'to' is an empty list; add at least one"),
    "empty-text": (("subject: {en: Anna, ru: Анна}", 'subject: "  "'), 'subject: "', "is empty"),
    "nothing-there": (
        ("subject: {en: Anna, ru: Анна}", "subject:"),
        "subject:",
        "nothing stands after 'subject:'; write a value or delete the line",
    ),
    "no-language": (
        ("name: {en: The court, ru: Суд}", "name: {}"),
        "name: {}",
        "no language; write the text after",
    ),
    "long-wait": (("seconds: 3", "seconds: 600"), "600", "'seconds' must be at most 120"),
    "long-line": (
        ("words: Принять факс", f"words: {'a' * 600}"),
        "a" * 600,
        "'words' is longer than 500 characters; shorten it",
    ),
    "other-name": (
        ("slug: other-name", "slug: another"),
        "slug: another",
        "the campaign is called 'another', its folder 'other-name'; give both the same name",
    ),
    "alias-bomb": (
        ("summary: The workers", "summary: &a The workers"),
        "&a",
        "'&a' is an anchor, and anchors are not allowed",
    ),
    "alias": (("summary: The", "summary: *a # The"), "*a", "'*a' is an alias, and aliases are not"),
    "tag": (("amount: 500", "amount: !!int 500"), "!!int", "a tag (a word beginning with '!')"),
    "colon": (
        ("who: The strike committee", "who: The committee: of the strike"),
        "The committee: of",
        "a colon stands inside a text; put the whole text in double quotes",
    ),
    "tab": (
        ("    who: The", "    who:\tThe"),
        "who:\tThe",
        "a tab stands here; write blanks instead",
    ),
    "bidi": (
        ("en: Anna, ru: Анна}\n    to", "en: A\u202enna, ru: Анна}\n    to"),
        "\u202e",
        "an invisible character that turns the text around (U+202E) stands here",
    ),
    "hidden": (
        ("{en: Anna, ru: Анна}\n    to", '{en: "A\\u202enna", ru: Анна}\n    to'),
        "\\u202e",
        "is written here with a back",
    ),
}


def test_a_sound_campaign_has_nothing_to_mend(tmp_path: Path) -> None:
    a_folder(tmp_path)
    assert check(tmp_path) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_once_at_its_line_with_the_way_to_mend_it(
    name: str, tmp_path: Path
) -> None:
    change, words, sentence = MISTAKES[name]
    if change[0] == "slug: strike":
        change = (f"slug: {name}", change[1])
    folder = a_folder(tmp_path, name, change)
    document = folder / "campaign.yaml"
    [told] = [str(problem) for problem in check(tmp_path) if problem.file == document.as_posix()]
    assert told.startswith(f"{document.as_posix()}:{line_of(document, words)}: ")
    assert sentence in told


def test_mistakes_in_one_file_are_all_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    together = [
        "loose-yes",
        "bad-date",
        "unknown-zone",
        "duplicate-key",
        "missing-office",
        "wrong-hours",
        "foreign-number",
        "wrong-word",
        "impossible-state",
        "plain-http",
        "bad-email",
        "small-country",
        "negative",
        "not-a-text",
        "tab",
    ]
    folder = a_folder(tmp_path, "strike", *(MISTAKES[name][0] for name in together))
    told = check(tmp_path)
    document = folder / "campaign.yaml"
    assert [(problem.file, problem.line) for problem in told] == sorted(
        (document.as_posix(), line_of(document, MISTAKES[name][1])) for name in together
    )


def test_twenty_campaigns_with_a_mistake_each_are_told_together(tmp_path: Path) -> None:
    names = [name for name in MISTAKES if name != "other-name"]
    for name in names:
        a_folder(tmp_path, name, MISTAKES[name][0])
    a_folder(tmp_path, "sound")
    told = {Path(problem.file).parent.name for problem in check(tmp_path)}
    assert told == set(names)
    assert len(told) > 20


def test_other_files_of_a_campaign_are_checked_too(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path,
        "strike",
        letters={
            "protest.en.j2": LETTER.replace("{{ city }}", "{{ ctiy }}"),
            "protest.ru.j2": LETTER,
        },
    )
    [problem] = check(tmp_path)
    assert str(problem) == (
        f"{folder.as_posix()}/letters/protest.en.j2:1: "
        "there is no placeholder 'ctiy'; did you mean 'city'?"
    )


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "there is no such folder; check its name"),
        (lambda path: path.write_text("x"), "this is a file, not a folder"),
        (lambda path: path.mkdir(), "there is no campaign in this folder"),
    ],
)
def test_a_folder_that_is_none_is_told_in_a_sentence(
    make: Callable[[Path], object], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "campaigns"
    make(path)
    [problem] = check(path)
    assert str(problem).startswith(f"{path.as_posix()}: {sentence}")


def test_the_shipped_campaigns_are_clean() -> None:
    assert check(HOME / "campaigns") == []
