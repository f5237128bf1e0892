"""One letter of nobody to nobody, in four languages: what is printed, and what came out of it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.drafts import Draft, Sender, paragraphs

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
FAX = "+7 7212 55 00 00"

ENGLISH = Draft(
    language="en",
    title="Letter",
    addressee=("Example Court", "1 Example Street, Karaganda"),
    copy_to="Copy to",
    copies=("Example Prosecutor", "Пример прокурору"),
    place_and_date="London, 6 January 2003",
    subject="The case of Ann Example",
    salutation="Dear Sir or Madam,",
    body=paragraphs(
        "We write about Ann Example (Анна Пример), held since 24 December 2002.\n\n"
        "We demand:\n\n"
        "1. her release;\n"
        "2. the wages of 18 months, in full, with everything that was promised to her and to those "
        "who work beside her;\n"
        "3. an inquiry.\n\n"
        "We wait for your answer: +7 7212 55 00 01."
    ),
    closing="Respectfully,",
    sender=Sender(name="Jane Doe", organisation="Example Union", city="London"),
    fax=f"By fax: {FAX}",
    pages="Pages",
)
RUSSIAN = replace(
    ENGLISH,
    language="ru",
    title="Письмо",
    addressee=("Суду-примеру", "г. Караганда, ул. Примерная, 1"),
    copy_to="Копия",
    copies=("Прокурору-примеру",),
    place_and_date="Лондон, 6 января 2003 г.",
    subject="Дело Анны Пример",
    salutation="Уважаемые господа!",
    body=paragraphs(
        "Мы пишем об Анне Пример (Ann Example), арестованной 24 декабря 2002 г.\n\n"
        "Мы требуем:\n\n"
        "— освободить её;\n"
        "— выплатить заработную плату за 18 месяцев, полностью, вместе со всем, что обещано ей и "
        "тем, кто работает рядом с ней;\n"
        "— расследования.\n\n"
        "Ждём «ответа»: +7 7212 55 00 01."
    ),
    closing="С уважением,",
    sender=Sender(name="عمر مثال", organisation="Профсоюз «Пример»", city="Лондон"),
    fax=f"Факсом: {FAX}",
    pages="Страниц",
)
KAZAKH_LETTER = replace(
    RUSSIAN,
    language="kk",
    title="Хат",
    addressee=("Мысал сотына", "Қарағанды қаласы"),
    copy_to="Көшірмесі",
    copies=("Мысал прокурорына",),
    place_and_date="Лондон, 2003 жылғы 6 қаңтар",
    subject="Анна Мысалдың ісі",
    salutation="Құрметті мырзалар!",
    body=paragraphs(f"Біз талап етеміз:\n\n• босатуды;\n• {KAZAKH}.\n\nЖауабыңызды күтеміз."),
    closing="Құрметпен",
    sender=Sender(),
    fax="",
    pages="",
)
ARABIC = replace(
    ENGLISH,
    language="ar",
    title="رسالة",
    addressee=("محكمة المثال", "Суду-примеру", "1 Example Street, Karaganda."),
    copy_to="نسخة إلى",
    copies=("نيابة المثال", "Пример прокурору"),
    place_and_date="القاهرة، 6 كانون الثاني 2003",
    subject="قضية آن مثال",
    salutation="السادة الكرام،",
    body=paragraphs(
        "نكتب إليكم عن آن مثال (Ann Example) المحتجزة منذ 24 كانون الأول 2002.\n\n"
        "نطالب بما يلي:\n\n"
        "1. الإفراج عنها؛\n"
        "2. دفع أجور 18 شهرا كاملة مع كل ما وعدت به هي ومن يعملون إلى جانبها في المصنع ولم يقبضوا "
        "شيئا حتى الآن؛\n"
        "3. فتح تحقيق.\n\n"
        "ننتظر جوابكم: +7 7212 55 00 01 فهل يصل؟"
    ),
    closing="مع الاحترام،",
    sender=Sender(name="Jane Doe", organisation="Example Union (UK).", city="القاهرة"),
    fax=f"بالفاكس: {FAX}",
    pages="الصفحات",
)
LETTERS = {draft.language: draft for draft in (ENGLISH, RUSSIAN, KAZAKH_LETTER, ARABIC)}

_UNSEEN = re.compile("[\u200e\u200f\u2066-\u2069\ufeff]")


def sheet(draft: Draft, pages: int | None) -> str:
    """All that stands on the printed letter; ``pages`` are those its fax line counts, if any."""
    counted = f" · {draft.pages}: {pages}" if draft.pages and pages else ""
    return "\n".join((draft.fax + counted if draft.fax else "", *draft.head(), draft.plain()))


def words(text: str) -> list[str]:
    """The words of a text in their order, without marks that only turn it around."""
    return _UNSEEN.sub("", text).split()
