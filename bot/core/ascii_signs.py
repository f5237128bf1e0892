"""Letters and signs in ASCII, by their sound, as people type them where nothing else works."""

from __future__ import annotations


def _read(rows: str) -> dict[str, str]:
    return {row[0]: row[2:] for row in rows.split()}


_CYRILLIC = _read(
    "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f "
    "х=kh ц=ts ч=ch ш=sh щ=shch ъ=' ы=y ь=' э=e ю=yu я=ya "
    # Kazakh, Kyrgyz, Tatar, Tajik
    "ә=a ғ=gh қ=q ң=ng ө=o ұ=u ү=u һ=h і=i җ=j ҷ=j ҳ=h ӣ=i ӯ=u "
    # Ukrainian, Belarusian, Serbian, Macedonian
    "ґ=g є=ye ї=yi ў=u ј=j љ=lj њ=nj ћ=c ђ=dj џ=dz ѕ=dz ќ=kj ѓ=gj"
)
_LATIN = _read(
    "ß=ss æ=ae ø=o đ=d ð=d þ=th ł=l ı=i ŋ=ng œ=oe ə=a ħ=h ŧ=t ɓ=b ɗ=d ƙ=k ɛ=e ɔ=o ƴ=y ĸ=k"
)
# The opening marks of Spanish have a partner at the end, which says enough.
_SIGNS = _read("№=No. §=par. °=deg ·=. ،=, ؛=; ؟=? ¿= ¡=")
_OF_LANGUAGE = {
    "be": _read("г=h"),
    "bg": _read("щ=sht ъ=a х=h"),
    "de": _read("ä=ae ö=oe ü=ue"),
    "uk": _read("г=h и=y"),
}
_TABLE = _CYRILLIC | _LATIN | _SIGNS


def table(language: str) -> dict[str, str]:
    """Letters in lower case, and signs, as a language (BCP 47 tag) has them."""
    return _TABLE | _OF_LANGUAGE.get(language.split("-", maxsplit=1)[0].lower(), {})
