"""The importer: files become revisions; a changed hearing is put before the hosts, or told."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.alerting.enqueue import enqueue
from bot.content import loader
from bot.content.problems import Problem
from bot.core.library import Entry, Library
from bot.core.news import Scheduled
from bot.core.schedule import moments
from bot.jobs.importer import AUTHOR, Importer
from bot.settings import shipped
from bot.store import Store
from bot.words import Words
from tests.jobs.builders import PEOPLE, QuickClock
from tests.opus import silence
from tests.store.builders import SLUG, subscribe

HOST, MEMBER = PEOPLE[0], PEOPLE[1]
KNOWN = "on: 2003-01-06"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "campaigns"
    shutil.copytree(shipped("campaigns"), copied)
    return copied


@pytest.fixture
def library() -> Library:
    return Library()


def importing(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path, *hosts: int
) -> Importer:
    return Importer(store, library, words, clock, folder, hosts)


def postpone(folder: Path) -> None:
    """Move the hearing from 6 to 8 January."""
    file = folder / SLUG / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    hearings = text.index("hearings:")
    changed = text[hearings:].replace(KNOWN, "on: 2003-01-08", 1)
    assert changed != text[hearings:], "the shipped file has changed: mend this test"
    file.write_text(text[:hearings] + changed, encoding="utf-8")


def rewrite(folder: Path, old: str, new: str, after: str = "") -> None:
    """Change one place of the campaign's file, the first one after a mark."""
    file = folder / SLUG / "campaign.yaml"
    text = file.read_text(encoding="utf-8")
    start = text.index(after)
    assert old in text[start:], "the shipped file has changed: mend this test"
    file.write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")


async def waiting(store: Store) -> set[str]:
    """Keys of the alerts that still have something to send."""
    async with store.reading() as tx:
        return {alert.key for alert in await tx.alerts.unfinished()}


async def all_alerts_wait(store: Store, words: Words, library: Library) -> None:
    """Everything the campaign's dates call for is queued and nothing of it has gone out yet."""
    entry = library.get(SLUG)
    assert entry is not None
    ever = datetime(2000, 1, 1, tzinfo=UTC), datetime(2010, 1, 1, tzinfo=UTC)
    async with store.transaction() as tx:
        await subscribe(tx, MEMBER)
        for moment in moments(entry.campaign, *ever):
            await enqueue(tx, words, entry, Scheduled(moment=moment), moment.at)


async def queued_kinds(store: Store) -> list[str]:
    async with store.reading() as tx:
        return [alert.kind for alert in await tx.alerts.latest(SLUG, 10)]


async def test_both_campaigns_become_live_as_first_revisions(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    imported = await importing(store, library, words, clock, folder).load()
    assert imported.live == len(library) == 2
    assert not imported.problems
    entry = library.get(SLUG)
    assert entry is not None
    assert entry.revision == 1


async def test_reading_the_same_files_again_makes_no_new_revision(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    file = folder / SLUG / "campaign.yaml"
    file.write_text("# a comment\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    await importer.load()
    entry = library.get(SLUG)
    assert entry is not None
    assert entry.revision == 1


async def test_without_hosts_a_moved_hearing_is_told_to_the_subscribers(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.step()
    async with store.transaction() as tx:
        await subscribe(tx, MEMBER)
    postpone(folder)
    await importer.step()
    await importer.step()
    assert await queued_kinds(store) == ["hearing-changed"]
    entry = library.get(SLUG)
    assert entry is not None
    assert entry.revision == 2


async def test_with_a_host_nothing_goes_out_before_the_host_has_seen_it(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder, HOST)
    await importer.load()
    async with store.transaction() as tx:
        await subscribe(tx, MEMBER)
    postpone(folder)
    await importer.load()
    assert await queued_kinds(store) == ["proposal"]
    async with store.transaction() as tx:
        rows = await tx.outbox.claim(10, clock.now(), store.epoch)
        texts = await tx.alerts.texts(rows[0].alert_id)
    assert [row.chat_id for row in rows] == [HOST]
    assert "broadcast:send:" in texts[rows[0].variant]
    assert "Wed 8 January" in texts[rows[0].variant].replace("\u00a0", " ")


async def test_a_broken_file_keeps_the_last_good_revision_and_the_other_campaigns(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    (folder / SLUG / "campaign.yaml").write_text("slug: [", encoding="utf-8")
    imported = await importer.load()
    assert imported.problems
    assert len(library) == 2


async def test_a_campaign_whose_folder_is_gone_is_no_longer_live(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    shutil.rmtree(folder / "metallist-2000")
    await importer.load()
    assert [entry.campaign.slug for entry in library] == [SLUG]


async def test_a_missing_folder_leaves_everything_as_it_was(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    shutil.rmtree(folder)
    imported = await importer.load()
    assert imported.problems
    assert len(library) == 2


@pytest.mark.parametrize("hosts", [(), (HOST,)], ids=["without hosts", "with hosts"])
async def test_a_moved_hearing_takes_its_waiting_reminders_back_at_once(
    store: Store,
    library: Library,
    words: Words,
    clock: QuickClock,
    folder: Path,
    hosts: tuple[int, ...],
) -> None:
    importer = importing(store, library, words, clock, folder, *hosts)
    await importer.load()
    await all_alerts_wait(store, words, library)
    postpone(folder)
    await importer.load()
    kept = {key for key in await waiting(store) if key.startswith(SLUG)}
    assert kept
    assert all("/action" in key for key in kept)


async def test_a_hearing_that_is_over_takes_what_was_asked_for_it_along(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder, HOST)
    await importer.load()
    await all_alerts_wait(store, words, library)
    rewrite(folder, "\nactions:", "      - {status: cancelled, source: alert}\n\nactions:")
    imported = await importer.load()
    assert not imported.problems
    assert not [key for key in await waiting(store) if key.startswith(SLUG)]


@pytest.mark.parametrize("state", ["paused", "won"])
async def test_a_campaign_that_stops_tells_nothing_more(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path, state: str
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    await all_alerts_wait(store, words, library)
    assert len(await waiting(store)) == 6
    rewrite(folder, "\nzone:", f"\nstate: {state}\nzone:")
    await importer.load()
    assert await waiting(store) == set()


async def test_a_campaign_that_is_taken_down_tells_nothing_more(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    await all_alerts_wait(store, words, library)
    shutil.rmtree(folder / SLUG)
    await importer.load()
    assert await waiting(store) == set()


async def test_a_better_wording_takes_nothing_back(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    await all_alerts_wait(store, words, library)
    before = await waiting(store)
    rewrite(folder, "Fax a protest", "Send a protest", after="\nactions:")
    await importer.load()
    assert await waiting(store) == before


WRITE = "  - id: letter\n    kind: letter"
WRITTEN = f"{SLUG}/action/letter/2003-01-05T18:00Z"
"""The letter can be written since midnight in Karaganda: two hours before these tests."""


def the_letter_begins(folder: Path, before: str, day: str) -> None:
    rewrite(folder, f"begins: {before}", f"begins: {day}", after=WRITE)


async def test_without_hosts_an_action_that_can_be_done_already_is_told_at_once_and_once(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    the_letter_begins(folder, "2003-01-06", "2003-01-08")
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    async with store.transaction() as tx:
        await subscribe(tx, MEMBER)
    assert await waiting(store) == set(), "the first import tells nothing"
    the_letter_begins(folder, "2003-01-08", "2003-01-06")
    await importer.load()
    assert await waiting(store) == {WRITTEN}
    the_letter_begins(folder, "2003-01-06", "2003-01-07")
    await importer.load()
    the_letter_begins(folder, "2003-01-07", "2003-01-06")
    await importer.load()
    assert await queued_kinds(store) == ["action"]


async def test_with_a_host_an_action_that_can_be_done_already_is_put_before_the_host(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    the_letter_begins(folder, "2003-01-06", "2003-01-08")
    importer = importing(store, library, words, clock, folder, HOST)
    await importer.load()
    async with store.transaction() as tx:
        await subscribe(tx, MEMBER)
    the_letter_begins(folder, "2003-01-08", "2003-01-06")
    await importer.load()
    assert await queued_kinds(store) == ["proposal"]
    async with store.transaction() as tx:
        [row] = await tx.outbox.claim(10, clock.now(), store.epoch)
        text = (await tx.alerts.texts(row.alert_id))[row.variant]
    assert row.chat_id == HOST
    assert "broadcast:send:" in text
    assert "Write to the president" in text
    assert "A hearing changed" not in text


async def test_a_file_is_read_when_it_looks_the_same_at_two_steps(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    def revision() -> int:
        entry = library.get(SLUG)
        assert entry is not None
        return entry.revision

    file = folder / SLUG / "campaign.yaml"
    importer = importing(store, library, words, clock, folder)
    await importer.step()
    assert revision() == 1, "the start does not wait"
    postpone(folder)
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[: whole.index("\nactions:")], encoding="utf-8")
    await importer.step()
    assert revision() == 1, "half saved"
    file.write_text(whole, encoding="utf-8")
    await importer.step()
    assert revision() == 1, "saved, but perhaps not wholly"
    await importer.step()
    assert revision() == 2
    entry = library.get(SLUG)
    assert entry is not None
    assert entry.campaign.actions


async def an_unreadable_revision(store: Store, clock: QuickClock) -> None:
    """As an older version of the bot may have kept it."""
    async with store.transaction() as tx:
        await tx.revisions.add(SLUG, '{"slug": "old"}', "{}", "old", "file", clock.now())


async def test_an_old_revision_that_is_refused_counts_as_none(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    await an_unreadable_revision(store, clock)
    imported = await importing(store, library, words, clock, folder).load()
    assert (imported.live, imported.news) == (2, 0)
    entry = library.get(SLUG)
    assert entry is not None
    assert entry.revision == 2


async def test_a_broken_file_over_a_refused_revision_takes_only_its_campaign_down(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    await an_unreadable_revision(store, clock)
    (folder / SLUG / "campaign.yaml").write_text("slug: [", encoding="utf-8")
    imported = await importing(store, library, words, clock, folder).load()
    assert imported.live == 1
    assert library.get(SLUG) is None


async def test_after_a_restart_what_did_not_change_is_not_read_again(
    store: Store,
    library: Library,
    words: Words,
    clock: QuickClock,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await importing(store, library, words, clock, folder).load()
    before = list(library)
    postpone(folder)
    read: list[str] = []

    def reading(path: Path, today: date) -> tuple[Entry | None, list[Problem]]:
        read.append(path.name)
        return load(path, today)

    load = loader._load
    monkeypatch.setattr(loader, "_load", reading)
    again = Library()
    await importing(store, again, words, clock, folder).load()
    assert read == [SLUG]
    changed = again.get(SLUG)
    assert changed is not None
    assert changed.revision == 2
    assert [each for each in again if each is not changed] == [
        each for each in before if each.campaign.slug != SLUG
    ]
    await importing(store, Library(), words, clock, folder).load()
    assert read == [SLUG]


async def test_recordings_are_there_again_after_a_restart(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    rewrite(folder, "language: ru\n", "language: ru\n        voice: take-fax\n", "scripts:")
    (folder / SLUG / "voices").mkdir()
    (folder / SLUG / "voices" / "take-fax.ogg").write_bytes(silence())
    await importing(store, library, words, clock, folder).load()
    again = Library()
    await importing(store, again, words, clock, folder).load()
    for live in (library.get(SLUG), again.get(SLUG)):
        assert live is not None
        assert (live.revision, live.voices) == (1, {"take-fax": silence()})


async def test_what_was_removed_while_the_bot_stood_still_is_not_live_after_the_start(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    await importing(store, library, words, clock, folder).load()
    await all_alerts_wait(store, words, library)
    shutil.rmtree(folder / SLUG)
    again = Library()
    await importing(store, again, words, clock, folder).load()
    assert again.get(SLUG) is None
    assert await waiting(store) == set()


async def test_files_are_read_again_when_another_revision_came_after_theirs(
    store: Store, library: Library, words: Words, clock: QuickClock, folder: Path
) -> None:
    importer = importing(store, library, words, clock, folder)
    await importer.load()
    for each in (importer, importing(store, library, words, clock, folder)):
        await an_unreadable_revision(store, clock)
        await each.load()
        entry = library.get(SLUG)
        assert entry is not None
        async with store.reading() as tx:
            latest = await tx.revisions.latest(SLUG)
        assert latest is not None
        assert entry.revision == latest.number
        assert latest.author == AUTHOR
        assert latest.digest != "old"
