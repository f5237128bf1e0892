"""Documents and pictures: sent, told of, fetched again, and not kept for ever."""

from __future__ import annotations

import struct

import pytest

from bot.demo import files
from bot.demo.answers import Answer, UploadedFile
from bot.demo.bot_api import BotApi
from tests.demo.people import ANN, an_api
from tests.opus import silence

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480)


@pytest.fixture
def api() -> BotApi:
    api = an_api()
    api.start_link(ANN)
    return api


def a_letter(content: bytes = b"%PDF-1.7 ...") -> UploadedFile:
    return UploadedFile(name="Хат.pdf", content=content, mime="application/pdf")


def send_letter(api: BotApi, file: UploadedFile, **params: str) -> Answer:
    given = {"chat_id": ANN, "document": "attach://letter", **params}
    return api.call("sendDocument", given, {"letter": file})


def test_a_document_is_told_of_and_fetched_again(api: BotApi) -> None:
    sent = send_letter(api, a_letter(), caption="<b>Sign</b>", parse_mode="HTML").result
    document = sent["document"]
    assert (document["file_name"], document["mime_type"]) == ("Хат.pdf", "application/pdf")
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    found = api.call("getFile", {"file_id": document["file_id"]}).result
    stored = api.file_at(found["file_path"])
    assert stored is not None
    assert stored.file.content == b"%PDF-1.7 ..."
    assert api.file_at("documents/../../etc/passwd") is None


def test_a_known_file_is_sent_by_its_id(api: BotApi) -> None:
    first = send_letter(api, a_letter()).result["document"]["file_id"]
    again = api.call("sendDocument", {"chat_id": ANN, "document": first}).result
    assert again["document"]["file_id"] == first


def test_an_empty_file_is_refused(api: BotApi) -> None:
    words = "Bad Request: file must be non-empty"
    assert send_letter(api, a_letter(b"")).body["description"] == words


def test_a_caption_has_1024_units(api: BotApi) -> None:
    assert send_letter(api, a_letter(), caption="ж" * 1024).status == 200
    words = "Bad Request: message caption is too long"
    assert send_letter(api, a_letter(), caption="ж" * 1025).body["description"] == words


def test_a_picture_must_be_one(api: BotApi) -> None:
    picture = {"photo": UploadedFile(name="day.png", content=PNG, mime="image/png")}
    sent = api.call("sendPhoto", {"chat_id": ANN}, picture).result
    assert (sent["photo"][0]["width"], sent["photo"][0]["height"]) == (640, 480)
    other = {"photo": a_letter()}
    words = "Bad Request: IMAGE_PROCESS_FAILED"
    assert api.call("sendPhoto", {"chat_id": ANN}, other).body["description"] == words


def test_a_voice_message_is_opus_sound_and_tells_how_long_it_is(api: BotApi) -> None:
    sound = {"voice": UploadedFile(name="da.ogg", content=silence(2), mime="audio/ogg")}
    sent = api.call("sendVoice", {"chat_id": ANN, "caption": "Да"}, sound).result
    assert (sent["voice"]["duration"], sent["voice"]["mime_type"]) == (2, "audio/ogg")
    assert sent["caption"] == "Да"
    words = "Bad Request: VOICE_FILE_INVALID"
    other = api.call("sendVoice", {"chat_id": ANN}, {"voice": a_letter()})
    assert other.body["description"] == words


def test_the_oldest_files_make_room(monkeypatch: pytest.MonkeyPatch, api: BotApi) -> None:
    monkeypatch.setattr(files, "KEPT_BYTES", 1000)
    first = send_letter(api, a_letter(b"x" * 700)).result["document"]["file_id"]
    send_letter(api, a_letter(b"y" * 700))
    assert api.call("getFile", {"file_id": first}).status == 400
