"""A letter in parts, in two languages, that tests bend and break."""

from __future__ import annotations

ENGLISH = """\
== opening
I write to you{% if city %} from {{ city }}{% endif %}.
-- or
Let me write to you{% if organisation %} on behalf of {{ organisation }}{% endif %}.

== people, movable
This is about {{ people }}.
-- or
I think of {{ people }}.

== charges, movable
The charges are made up.
-- or
Nobody believes the charges.

== demands
We demand:

{{ demands }}
-- or
There is one way out:

{{ demands }}

== last-word, optional
The world is watching.
"""
RUSSIAN = """\
== opening
Пишу Вам{% if city %} из города {{ city }}{% endif %}.
-- or
Обращаюсь к Вам{% if organisation %} от имени организации {{ organisation }}{% endif %}.

== people, movable
Речь о людях по имени {{ people }}.
-- or
Думаю о людях по имени {{ people }}.

== charges, movable
Обвинения сфабрикованы.
-- or
В обвинения не верит никто.

== demands
Мы требуем:

{{ demands }}
-- or
Выход один:

{{ demands }}

== last-word, optional
Весь мир следит за этим делом.
"""
VARIANTS = 2 * (2 * 2 * 2) * 2 * 2
"""Openings, both orders of two parts in two ways each, ways to demand, with or without an end."""
