"""People's names: after a word that announces one, before a degree, and wherever a capital begins a word that is none.

Three ways. *Announced*: after a title, a relation or a role ("Dr.", "his wife", "the adjuster"), before a degree, or
after a label ("Interpreter:"). *Unknown*: a word with a capital that is neither English nor of the field; a name needs to
stand in no list for that. *Listed*: two names side by side that are ordinary words too ("Grace Stone"). What the field calls
by people's names is kept: signs, tests and scales, and the authors that a guideline cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from openimr.letters.deidentify import announcing
from openimr.letters.deidentify.lexicon import authorities, clinical, fold, given, kept, known, named, surname
from openimr.letters.deidentify.numbers import Spot
from openimr.vocabulary import spelling

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'‐‑-](?!s\b)[^\W\d_]+)*")
_PARTICLE = re.compile(
    r"(?i:(?:de\s+la|de\s+los|de\s+las|de|del|dela|della|da|dos|di|van\s+der|van\s+den|van|von|ter|la|le|al|el|bin|st\.?|mac|ní|ó)\s+)+"
)
_INITIAL = re.compile(r"[A-ZÀ-Þ](?:\.-?|(?=\s))(?:\s*[A-ZÀ-Þ]\.)*")
#: Surnames of two letters that are words of English or abbreviations first.
_SHORT = frozenset(
    (
        "do",
        "so",
        "my",
        "up",
        "us",
        "go",
        "me",
        "ok",
        "am",
        "as",
        "be",
        "ma",
        "pa",
        "no",
        "oh",
        "mo",
        "dr",
        "st",
    )
)
_COMMA = re.compile(r",[ \n]+([A-ZÀ-Þ][\w’'-]+)(?:[ \n]+[A-Z]\.)?")
_BLANK = re.compile(r"[ \t]*\n?[ \t]*(?:[“\"(][^\W\d_]+[”\")][ \t]+)?")


def kind(word: str) -> str:
    """What a word with a capital is: "name", "either" (a name or an ordinary word), or "" (no name)."""
    return _kind(word)


@lru_cache(maxsize=50_000)
def _kind(word: str) -> str:
    parts = [part for part in re.split(r"[‐‑-]", word) if len(part) > 1]
    kinds = [_one(part) for part in parts]
    if "name" in kinds:
        clean = [fold(part) for part in parts if part[0].isupper()]
        if any(clinical(part) for part in clean) and not all(
            named(part) or not known(part) for part in clean
        ):
            return "either" if any(named(part) for part in clean) else ""
        return "name"
    return "either" if kinds and all(one == "either" for one in kinds) else ""


def _one(part: str) -> str:
    plain = fold(part)
    joined = plain.replace("'", "")
    if not part[0].isupper() or (part[1:2] == "'" and len(joined) < 4) or len(joined) < 2:
        return ""
    shouted = part.isupper()
    if plain in kept("general"):
        return ""
    if known(joined) or clinical(joined):
        if clinical(joined) and joined not in kept("eponyms_beside"):
            listed = named(joined) and joined not in kept("products") and joined not in kept("eponyms")
            return "either" if listed and not shouted and len(joined) > 2 else ""
        return "either" if named(joined) and len(joined) > 2 else ""
    if shouted:  # capitals only: an abbreviation, unless it is long and in a list
        if len(joined) < 4 or not named(joined):
            return ""
        return "name" if len(joined) > 4 else "either"
    return "name" if len(joined) > 2 else ""


class Names:
    """The names in one text.

    Attributes:
        people: words that were found to be somebody's name here, with a capital; they are looked for everywhere.
    """

    def __init__(self, text: str, *, request: bool = False, treatments: frozenset[str] = frozenset()) -> None:
        """Look through ``text``.

        Args:
            request: it words a treatment, with capitals where it likes: a word that is unknown there is a product.
            treatments: unknown words of the letter's requests; they are products everywhere.
        """
        self._text = text
        self._request = request
        self._treatments = treatments
        self._announced = list(self._announce())
        self.people = frozenset(self._parts(self._announced))

    def spots(self) -> Iterator[Spot]:
        """Where the names stand."""
        yield from self._announced
        yield from self._alone()

    def _parts(self, spots: list[Spot]) -> Iterator[str]:
        for spot in spots:
            for token in _TOKEN.finditer(self._text, spot.start, spot.end):
                word = token[0].removesuffix("'s").removesuffix("’s")
                plain = fold(word)
                if (
                    len(plain) > 2
                    and word[0].isupper()
                    and plain not in kept("no_names")
                    and not clinical(plain)
                    and (kind(word) or not known(plain))
                ):
                    yield word

    def _announce(self) -> Iterator[Spot]:
        text = self._text
        for match in announcing.TITLE.finditer(text):
            if match[0].lower().startswith(("sr", "hon", "rev")) and not match[0][0].isupper():
                continue
            following = _TOKEN.match(text, match.end())
            if match[0].strip() == "MS" and following and clinical(fold(following[0])):
                continue  # MS Contin
            end = self._take(match.end(), trust=3)
            if end:
                yield Spot(match.end(), end)
                while more := re.compile(r"(?:,?\s+(?:and|&)|,)\s+").match(text, end):
                    start, end = (
                        more.end(),
                        self._take(
                            more.end(),
                            trust=3 if match[0].lower().startswith(("drs", "messrs", "doctors")) else 1,
                        ),
                    )
                    if not end:
                        break
                    yield Spot(start, end)
        for pattern, trust in (
            (announcing.RELATED, 2),
            (announcing.LABEL, 1),
            (announcing.SAID, 1),
            (announcing.APPOSED, 2),
            (announcing.CALLED, 1),
            (announcing.BY, 1),
        ):
            for match in pattern.finditer(text):
                end = self._take(match.end(), trust=trust)
                if end:
                    yield Spot(match.end(), end)
        for match in announcing.FORM.finditer(text):
            end = self._take(match.end(), trust=2)
            if end:
                comma = _COMMA.match(text, end)
                yield Spot(
                    match.end(), comma.end() if comma and fold(comma[1]) not in kept("no_names") else end
                )
        for match in announcing.FOLLOWED.finditer(text):
            words = [one[0] for one in _TOKEN.finditer(match["name"])]
            if kind(words[-1]) and not words[0].isupper() and (len(words) > 1 or kind(words[0]) == "name"):
                first = self._back(*match.span("name"), True)
                if first is not None:
                    yield Spot(first, match.end("name"))
        for match in announcing.BEFORE_DEGREE.finditer(text):
            doubtful = bool(announcing.DOUBTFUL.search(match[0])) and not match["comma"]
            first = self._back(*match.span(1), doubtful)
            if first is not None:
                yield Spot(first, match.end(1))

    def _take(self, at: int, *, trust: int) -> int | None:
        """The end of the name that begins at ``at``, or ``None``: 3 any word with a capital is one, 2 any that is not of the field, 1 what a list or no list has."""
        text, here, count = self._text, at, 0
        end: int | None = None
        particle = _PARTICLE.match(text, here)
        if particle and text[particle.end() : particle.end() + 1].isupper():
            here, trust = particle.end(), max(trust, 2)
        while count < 5:
            initial = _INITIAL.match(text, here)
            token = _TOKEN.match(text, here)
            if initial and (not token or len(token[0]) == 1):
                if count == 0 and trust < 2:
                    nearby = _TOKEN.match(text, _BLANK.match(text, initial.end()).end())  # type: ignore[union-attr]
                    if not nearby or not kind(nearby[0]):
                        break
                if count == 0 and not initial[0].endswith(".") and trust < 3:
                    break
                end = initial.end()
            elif token and self._is_name(token[0], token.end(), trust if count == 0 else 1, count):
                end = token.end()
                if count == 0 and trust == 3 and not token[0][0].isupper():
                    trust = 1
            else:
                break
            count += 1
            after = end
            if text[after : after + 1] == "," and count == 1:  # "Last, First"
                following = _TOKEN.match(text, after + 2)
                if (
                    following
                    and text[after + 1 : after + 2] in (" ", "\n")
                    and kind(following[0])
                    and given(fold(following[0]))
                    and kind(following[0]) == "name"
                ):
                    here = after + 2
                    continue
            blank = _BLANK.match(text, after)
            assert blank is not None
            if blank.end() == after:
                break
            here = blank.end()
            particle = _PARTICLE.match(text, here)
            if (
                particle
                and text[particle.end() : particle.end() + 1].isupper()
                and particle[0].strip().lower() not in ("st", "st.")
            ):
                here = particle.end()
        if end is not None and text[end - 1] == "." and not re.search(r"[A-Z]\.$", text[at:end]):
            end -= 1
        return end

    def _is_name(self, word: str, end: int, trust: int, count: int) -> bool:
        plain = fold(word).removesuffix("'s")
        if not word[0].isupper():
            return trust == 3 and count == 0 and named(plain) and not known(plain)
        if plain in kept("no_names") or len(plain) < 2:
            return False
        found = kind(word)
        if trust == 3:
            return not (word.isupper() and len(word) < 6 and clinical(plain) and not named(plain))
        if trust == 2:
            return (
                bool(found)
                or (named(plain) and plain not in kept("general"))
                or (not clinical(plain) and plain not in kept("general") and not word.isupper())
            )
        if len(plain) == 2:
            return named(plain) and word.istitle() and (count > 0 or (surname(plain) and plain not in _SHORT))
        if found == "either" and word.isupper() and count == 0:
            return False
        return bool(found)

    def _back(self, start: int, end: int, doubtful: bool) -> int | None:
        """Where the name begins that ends before a degree."""
        tokens = list(re.finditer(r"[^\W\d_][\w’'-]*\.?", self._text[start:end]))
        if not tokens:
            return None
        last = tokens[-1][0].rstrip(".")
        plain = fold(last)
        if (
            plain in kept("no_names")
            or (clinical(plain) and not named(plain))
            or (doubtful and not kind(last))
        ):
            return None
        if last.isupper() and not named(plain) and known(plain):
            return None
        first = tokens[-1].start()
        for token in reversed(tokens[:-1]):
            word = token[0].rstrip(".")
            if (
                len(word) == 1
                or kind(word)
                or (word.islower() and fold(word) in ("de", "la", "van", "der", "von", "del", "di", "al"))
            ) or (
                word[0].isupper()
                and fold(word) not in kept("no_names")
                and (named(fold(word)) or (not clinical(fold(word)) and word.istitle()))
            ):
                first = token.start()
            else:
                break
        return start + first

    def _alone(self) -> Iterator[Spot]:
        """Names that nothing announces."""
        text = self._text
        safe = self._safe()
        typos = {one.start for one in spelling.misspellings(text)}
        tokens = [one for one in _TOKEN.finditer(text) if one[0][0].isupper() and len(one[0]) > 1]
        for index, token in enumerate(tokens):
            word, start, end = token[0], token.start(), token.end()
            what = kind(word)
            if not what or any(a <= start < b for a, b in safe):
                continue
            plain = fold(word)
            after = (
                tokens[index + 1]
                if index + 1 < len(tokens) and _gap(text, end, tokens[index + 1].start())
                else None
            )
            before = tokens[index - 1] if index and _gap(text, tokens[index - 1].end(), start) else None
            if what == "name":
                if self._spared(plain, start, end, typos):
                    continue
                yield Spot(self._wider(tokens, index, -1), self._wider(tokens, index, 1))
            elif after is not None and self._pair(word, start, after[0]):
                yield Spot(start, after.end())
            elif after is None and not clinical(plain) and self._speaking(word, start, end):
                yield Spot(start, end)
            elif given(plain) and not (word.isupper() or self._request or clinical(plain) or before or after):
                opens = _opens(text, start)
                speaks = opens and plain not in kept("no_names") and announcing.SPEAKS.match(text, end)
                if speaks or (not opens and not _title_case(text, start)):
                    yield Spot(start, end)
        for match in re.finditer(r"(?<![\w-])([a-z]{3,})\s+([a-z]{3,})(?![\w-])", text):
            if given(match[1]) and surname(match[2]) and not known(match[1]) and not known(match[2]):
                yield Spot(*match.span())

    def _pair(self, word: str, start: int, after: str) -> bool:
        """Whether two words that may be ordinary ones are somebody's two names."""
        plain, last = fold(word), fold(after)
        if (
            self._request
            or clinical(plain)
            or clinical(last)
            or word.isupper()
            or after.isupper()
            or not surname(last)
        ):
            return False
        if _title_case(self._text, start):
            return False
        return given(plain) or not _opens(self._text, start)

    def _speaking(self, word: str, start: int, end: int) -> bool:
        """Whether a surname that is an ordinary word too does here what somebody does ("as Brown explained")."""
        if self._request or word.isupper() or _opens(self._text, start):
            return False
        return surname(fold(word)) and announcing.SPEAKS.match(self._text, end) is not None

    def _spared(self, plain: str, start: int, end: int, typos: set[int]) -> bool:
        """Whether an unknown word with a capital is a product, a sign's name, or a slip of the pen."""
        if plain in self._treatments or start in typos:
            return True
        listed = named(plain.replace("'", "")) or any(named(one) for one in plain.split("-"))
        if announcing.DOSED.match(self._text, end):
            return not listed
        if self._request and not (given(plain) and listed and len(plain) > 3):
            return True
        return bool(announcing.BESIDE.match(self._text, end)) and not listed

    def _wider(self, tokens: list[re.Match[str]], index: int, step: int) -> int:
        """The far edge of the name that a token is part of, in one direction."""
        text, here = self._text, tokens[index]
        edge = here.start() if step < 0 else here.end()
        while 0 <= index + step < len(tokens):
            index += step
            token = tokens[index]
            between = text[token.end() : edge] if step < 0 else text[edge : token.start()]
            if not re.fullmatch(
                r",?[ \n]+(?:(?:[A-Z]\.?|de|la|del|van|der|von|los|las|al|bin)[ \n]+){0,3}", between
            ):
                break
            plain, near = fold(token[0]), fold(tokens[index - step][0])
            short = len(plain) == 2 and surname(plain) and not token[0].isupper()
            title = step > 0 and between.strip() == "" and token[0].istitle() and not self._request
            if not (kind(token[0]) or short or (title and plain not in kept("no_names"))) or (
                clinical(plain) and not (given(near) and surname(plain) and "," not in between)
            ):
                break
            edge = token.start() if step < 0 else token.end()
        if step < 0:
            lead = re.search(
                r"(?:(?<!\w)(?:[A-Z]\.[ \n]*)+|(?<!\w)(?i:de la|de los|de|del|van der|van den|van|von|mac|ní|ó)[ \n]+)$",
                text[:edge],
            )
            return lead.start() if lead else edge
        trail = re.match(r",?[ \n]+[A-Z]\.?(?![\w])(?=[ ,.;)]|$)", text[edge:])
        return edge + trail.end() if trail and text[edge + trail.end() - 1] == "." else edge

    def _safe(self) -> list[tuple[int, int]]:
        """Where names stand that are no one's of the case."""
        text = self._text
        found = [match.span() for match in authorities().finditer(text)]
        found += [match.span() for match in announcing.AUTHORS.finditer(text) if not match[0].isupper()]
        for match in _TOKEN.finditer(text):
            plain = fold(match[0]).removesuffix("'s")
            if (
                plain in kept("eponyms_beside")
                and (
                    announcing.BESIDE.match(text, match.end())
                    or announcing.POSITIVE.search(text, max(0, match.start() - 80), match.start())
                )
            ) or plain in kept("eponyms"):
                found.append(match.span())
        return found


def _gap(text: str, end: int, start: int) -> bool:
    return (start - end <= 2 and text[end:start].strip(" \n") == "") or text[end:start] in (", ",)


def _opens(text: str, at: int) -> bool:
    """Whether a sentence or an entry begins at ``at``."""
    before = text[:at].rstrip(" \t“\"'(•*-")
    return not before or before[-1] in ".!?:;\n)" or before.endswith("\n")


def _title_case(text: str, at: int) -> bool:
    """Whether the words around begin with capitals anyway, as in a heading."""
    around = _TOKEN.findall(text[max(0, at - 40) : at + 50])
    return sum(word[0].isupper() for word in around) > 0.6 * len(around) if len(around) > 3 else False
