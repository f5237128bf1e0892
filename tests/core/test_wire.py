from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Button, Document, Message
from bot.core.wire import from_json, to_json

texts = st.text(st.characters(exclude_categories=["Cs"]))
buttons = st.builds(
    Button,
    label=texts,
    press=st.none() | texts,
    url=st.none() | texts,
    copy=st.none() | texts,
    start=st.none() | texts,
)
documents = st.builds(Document, name=texts, data=st.binary(), mime=texts)
messages = st.builds(
    Message,
    html=texts,
    buttons=st.lists(st.lists(buttons).map(tuple)).map(tuple),
    silent=st.booleans(),
    document=st.none() | documents,
)


@given(messages)
def test_a_message_comes_back_as_it_went(message: Message) -> None:
    assert from_json(to_json(message)) == message


def test_what_has_its_default_is_left_out() -> None:
    assert to_json(Message(html="Суд завтра")) == '{"html":"Суд завтра"}'
    with_button = Message(html="x", buttons=((Button(label="Draft my letter", press="letter:k"),),))
    assert json.loads(to_json(with_button)) == {
        "html": "x",
        "buttons": [[{"label": "Draft my letter", "press": "letter:k"}]],
    }


@pytest.mark.parametrize("text", ('{"buttons":[]}', '{"html":"x","buttons":[[{"labels":"y"}]]}'))
def test_something_else_is_refused(text: str) -> None:
    with pytest.raises((KeyError, TypeError)):
        from_json(text)
