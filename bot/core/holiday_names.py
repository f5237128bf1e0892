"""Names of holidays that many countries keep, in languages that the calendars do not speak.

Found by the English name, with what that adds in brackets. What is not here keeps its English
name: none is made up. Kazakhstan's are all here, in the words of its law or of what is usual.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ADDED = re.compile(r"(?P<name>.+?)(?: \((?P<added>observed|estimated|observed, estimated)\))?")
_MOVED = re.compile(r"Day off \(substituted from (?P<month>\d\d)/(?P<day>\d\d)/(?P<year>\d{4})\)")

# Other names of what the tables below call by one.
_SAME = {
    "Christmas": "Christmas Day",
    "Diwali (Deepavali)": "Deepavali",
    "Fatherland Defender's Day": "Defender of the Fatherland Day",
    "Hari Raya Haji": "Eid al-Adha",
    "Hari Raya Puasa": "Eid al-Fitr",
    "Id-ul-Fitr": "Eid al-Fitr",
    "Id-ul-Zuha (Bakrid)": "Eid al-Adha",
    "Labour Day": "Labor Day",
    "May Day": "Labor Day",
    "Milad-un-Nabi": "Prophet's Birthday",
    "Nooruz Holiday": "Nowruz Holiday",
    "Orthodox Christmas": "Orthodox Christmas Day",
    "Women's Day": "International Women's Day",
    "Worker's Day": "Labor Day",
    "Workers' Day": "Labor Day",
}

_RUSSIAN = {
    "All Saints' Day": "День всех святых",
    "Armistice Day": "День перемирия",
    "Ascension Day": "Вознесение Господне",
    "Assumption Day": "Успение Богородицы",
    "Boxing Day": "День подарков",
    "Catholic Christmas Day": "Католическое Рождество",
    "Catholic Easter": "Католическая Пасха",
    "Children's Day": "День детей",
    "Chinese New Year": "Китайский Новый год",
    "Christmas Day": "Рождество",
    "Constitution Day": "День Конституции",
    "Coptic Christmas Day": "Коптское Рождество",
    "Day of Arafah": "День Арафата",
    "Deepavali": "Дивали",
    "Defender of the Fatherland Day": "День защитника Отечества",
    "Easter Monday": "Пасхальный понедельник",
    "Eid al-Adha": "Курбан-байрам",
    "Eid al-Fitr": "Ураза-байрам",
    "Epiphany": "Богоявление",
    "German Unity Day": "День германского единства",
    "Good Friday": "Страстная пятница",
    "Independence Day": "День независимости",
    "International Women's Day": "Международный женский день",
    "Islamic New Year": "Исламский Новый год",
    "Korean New Year": "Корейский Новый год",
    "Labor Day": "День труда",
    "Memorial Day": "День памяти",
    "Mid-Autumn Festival": "Праздник середины осени",
    "National Day": "Национальный праздник",
    "New Year's Day": "Новый год",
    "Nowruz Holiday": "Навруз",
    "Orthodox Christmas Day": "Православное Рождество",
    "Orthodox Easter": "Православная Пасха",
    "Pentecost Monday": "Духов день",
    "Pesach": "Песах",
    "Prophet's Birthday": "Мавлид",
    "Republic Day": "День Республики",
    "Rosh Hashanah": "Рош ха-Шана",
    "Second Day of Christmas": "Второй день Рождества",
    "Shavuot": "Шавуот",
    "Sukkot": "Суккот",
    "Thanksgiving Day": "День благодарения",
    "Veterans Day": "День ветеранов",
    "Victory Day": "День Победы",
    "Yom Kippur": "Йом-Кипур",
}
_KAZAKH = {
    "Catholic Christmas Day": "Католиктік Рождество",
    "Catholic Easter": "Католиктік Пасха",
    "Children's Day": "Балалар күні",
    "Christmas Day": "Рождество",
    "Constitution Day": "Конституция күні",
    "Defender of the Fatherland Day": "Отан қорғаушы күні",
    "Eid al-Adha": "Құрбан айт",
    "Eid al-Fitr": "Ораза айт",
    "Holiday of Spring and Labor": "Көктем және еңбек мерекесі",
    "Independence Day": "Тәуелсіздік күні",
    "International Women's Day": "Халықаралық әйелдер күні",
    "Labor Day": "Еңбек күні",
    "New Year Holidays": "Жаңа жыл мерекелері",
    "New Year's Day": "Жаңа жыл",
    "Nowruz Holiday": "Наурыз мейрамы",
    "Orthodox Christmas Day": "Православиелік Рождество",
    "Orthodox Easter": "Православиелік Пасха",
    "Prophet's Birthday": "Мәуліт",
    "Republic Day": "Республика күні",
    "Russia Day": "Ресей күні",
    "Unity Day": "Халық бірлігі күні",
    "Victory Day": "Жеңіс күні",
}
_ARABIC = {
    "All Saints' Day": "عيد جميع القديسين",
    "Armistice Day": "يوم الهدنة",
    "Ascension Day": "عيد الصعود",
    "Assumption Day": "عيد انتقال السيدة العذراء",
    "Capital Day": "يوم العاصمة",
    "Catholic Christmas Day": "عيد الميلاد الكاثوليكي",
    "Catholic Easter": "عيد الفصح الكاثوليكي",
    "Children's Day": "يوم الطفل",
    "Chinese New Year": "رأس السنة الصينية",
    "Christmas Day": "عيد الميلاد",
    "Constitution Day": "يوم الدستور",
    "Coptic Christmas Day": "عيد الميلاد القبطي",
    "Day of Arafah": "يوم عرفة",
    "Deepavali": "ديوالي",
    "Defender of the Fatherland Day": "يوم المدافع عن الوطن",
    "Easter Monday": "اثنين الفصح",
    "Eid al-Adha": "عيد الأضحى",
    "Eid al-Fitr": "عيد الفطر",
    "Epiphany": "عيد الغطاس",
    "First President Day": "يوم الرئيس الأول",
    "German Unity Day": "يوم الوحدة الألمانية",
    "Good Friday": "الجمعة العظيمة",
    "Holiday of Spring and Labor": "عيد الربيع والعمل",
    "Independence Day": "عيد الاستقلال",
    "International Women's Day": "اليوم العالمي للمرأة",
    "Islamic New Year": "رأس السنة الهجرية",
    "Kazakhstan's People Solidarity Holiday": "عيد وحدة شعب كازاخستان",
    "Korean New Year": "رأس السنة الكورية",
    "Labor Day": "عيد العمال",
    "Mid-Autumn Festival": "عيد منتصف الخريف",
    "National Day": "اليوم الوطني",
    "New Year Holidays": "عطلة رأس السنة",
    "New Year's Day": "رأس السنة الميلادية",
    "Nowruz Holiday": "عيد النوروز",
    "Orthodox Christmas Day": "عيد الميلاد الأرثوذكسي",
    "Orthodox Easter": "عيد الفصح الأرثوذكسي",
    "Pentecost Monday": "اثنين العنصرة",
    "Prophet's Birthday": "المولد النبوي",
    "Republic Day": "يوم الجمهورية",
    "Russia Day": "يوم روسيا",
    "Thanksgiving Day": "عيد الشكر",
    "Unity Day": "يوم الوحدة الوطنية",
    "Veterans Day": "يوم المحاربين القدامى",
    "Victory Day": "عيد النصر",
    "Yom Kippur": "يوم الغفران",
}
_SPANISH = {
    "All Saints' Day": "Día de Todos los Santos",
    "Armistice Day": "Día del Armisticio",
    "Ascension Day": "Día de la Ascensión",
    "Assumption Day": "Asunción de la Virgen",
    "Capital Day": "Día de la Capital",
    "Catholic Christmas Day": "Navidad católica",
    "Catholic Easter": "Pascua católica",
    "Children's Day": "Día del Niño",
    "Chinese New Year": "Año Nuevo chino",
    "Christmas Day": "Navidad",
    "Constitution Day": "Día de la Constitución",
    "Coptic Christmas Day": "Navidad copta",
    "Day of Arafah": "Día de Arafat",
    "Deepavali": "Diwali",
    "Defender of the Fatherland Day": "Día del Defensor de la Patria",
    "Easter Monday": "Lunes de Pascua",
    "Eid al-Adha": "Fiesta del Sacrificio (Eid al-Adha)",
    "Eid al-Fitr": "Fin del Ramadán (Eid al-Fitr)",
    "Epiphany": "Epifanía del Señor",
    "First President Day": "Día del Primer Presidente",
    "German Unity Day": "Día de la Unidad Alemana",
    "Good Friday": "Viernes Santo",
    "Holiday of Spring and Labor": "Fiesta de la Primavera y del Trabajo",
    "Independence Day": "Día de la Independencia",
    "International Women's Day": "Día Internacional de la Mujer",
    "Islamic New Year": "Año Nuevo islámico",
    "Kazakhstan's People Solidarity Holiday": "Día de la Unidad del Pueblo de Kazajistán",
    "Korean New Year": "Año Nuevo coreano",
    "Labor Day": "Día del Trabajo",
    "Mid-Autumn Festival": "Fiesta del Medio Otoño",
    "National Day": "Fiesta Nacional",
    "New Year Holidays": "Vacaciones de Año Nuevo",
    "New Year's Day": "Año Nuevo",
    "Nowruz Holiday": "Fiesta de Nouruz",
    "Orthodox Christmas Day": "Navidad ortodoxa",
    "Orthodox Easter": "Pascua ortodoxa",
    "Pentecost Monday": "Lunes de Pentecostés",
    "Prophet's Birthday": "Nacimiento del Profeta",
    "Republic Day": "Día de la República",
    "Russia Day": "Día de Rusia",
    "Thanksgiving Day": "Día de Acción de Gracias",
    "Unity Day": "Día de la Unidad Popular",
    "Veterans Day": "Día de los Veteranos",
    "Victory Day": "Día de la Victoria",
    "Yom Kippur": "Yom Kipur",
}
_NAMES: Mapping[str, Mapping[str, str]] = {
    "ru": _RUSSIAN,
    "kk": _KAZAKH,
    "ar": _ARABIC,
    "es": _SPANISH,
}
# What is added to a name in English; the last is a whole name, with the day it was moved from.
_BRACKETS: Mapping[str, tuple[str, str, str]] = {
    "ru": ("перенесённый выходной", "дата предположительная", "Выходной день (перенесён с {})"),
    "kk": ("қайта белгіленген демалыс", "бағаланған", "Демалыс күні ({} бастап ауыстырылды)"),
    "ar": ("عطلة منقولة", "تاريخ تقديري", "يوم عطلة (منقول من {})"),
    "es": ("festivo trasladado", "fecha estimada", "Día libre (trasladado del {})"),
}


def name_in(english: str, language: str) -> str | None:
    """A holiday by the English name of its day; None where a part of it has no name here.

    ``language`` is a base code such as "es". Several holidays of one day stand apart by "; ".
    """
    if language not in _NAMES:
        return None
    parts = [_one(part, language) for part in english.split("; ")]
    return None if None in parts else "; ".join(str(part) for part in parts)


def dated(english: str) -> str:
    """The English name with a day that can only be read in one way: 2025-01-05."""
    return _MOVED.sub(r"Day off (substituted from \g<year>-\g<month>-\g<day>)", english)


def _one(english: str, language: str) -> str | None:
    observed, estimated, moved = _BRACKETS[language]
    if found := _MOVED.fullmatch(english):
        return moved.format(f"{found['day']}.{found['month']}.{found['year']}")
    known = _ADDED.fullmatch(english)
    name = known and _NAMES[language].get(_SAME.get(known["name"], known["name"]))
    if not known or not name:
        return None
    added = (known["added"] or "").replace("observed", observed).replace("estimated", estimated)
    return f"{name} ({added})" if added else name
