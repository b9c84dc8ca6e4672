"""What one search box looks for: words, folded the same way when stored and when typed.

A stored word is a name part as written but without case and accents, the same in Latin letters, or a
marked key: ``#`` a patient number, ``@`` a birth date, ``+`` a phone number from its start (with and
without the country code), ``-`` the same digits backwards, so that the last digits are a prefix too.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from anyascii import anyascii

from clinicdesk.domain.patient import PatientDetails

MIN_DIGITS = 3
"""Fewer digits than this are not looked up as part of a phone number."""

_NUMBER = re.compile(r"#[0-9]{1,9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"[0-9()./+-]+")
_DIGIT = re.compile(r"[0-9]")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_MAX_WORDS = 8
_MAX_NUMBER_DIGITS = 9


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """The columns by which a patient is found.

    Attributes:
        search: every word, each between two spaces.
        full_key: the romanised words of the full name, sorted, so that their order does not matter.
        family_key, given_key: the romanised words in their own order, then their other spellings.
    """

    search: str
    full_key: str
    family_key: str
    given_key: str


@dataclass(frozen=True, slots=True)
class Term:
    """One thing typed: any of ``prefixes`` or ``exact`` words must be among the words of a patient."""

    prefixes: tuple[str, ...]
    exact: tuple[str, ...] = ()

    @property
    def fts(self) -> str:
        """The term in FTS5's language; words hold no quote, so quoting them is safe."""
        alternatives = [f'"{word}" *' for word in self.prefixes] + [f'"{word}"' for word in self.exact]
        return f"({' OR '.join(alternatives)})"

    @property
    def fragments(self) -> tuple[str, ...]:
        """What to look for in ``SearchKeys.search``; one of them is in it when the term matches."""
        return tuple(f" {word}" for word in self.prefixes) + tuple(f" {word} " for word in self.exact)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, taken apart.

    Attributes:
        terms: all must match.
        names: those of the terms that are name parts.
        full_key: what ``SearchKeys.full_key`` is when exactly this name was typed; empty without a name.
        number: a patient number, if the text can be one.
    """

    terms: tuple[Term, ...]
    names: tuple[Term, ...]
    full_key: str
    number: int | None

    @property
    def fts(self) -> str:
        """All terms in FTS5's language."""
        return " AND ".join(term.fts for term in self.terms)


def keys_of(details: PatientDetails, number: int) -> SearchKeys:
    """The search columns of a patient."""
    given, family = details.given_name, details.family_name
    words: dict[str, None] = {}
    for name in (given, family, details.preferred_name):
        words.update(dict.fromkeys(_stored_forms(name)))
    if family and _syllabic(family) and _syllabic(given):
        words.update(dict.fromkeys(_forms("".join(_words(family + given)))))
    words[f"#{number}"] = None
    if details.birth_date is not None:
        words[f"@{details.birth_date.isoformat()}"] = None
    for phone in (details.phone, details.other_phone):
        words.update(dict.fromkeys(_phone_keys(phone)))
    return SearchKeys(
        search=f" {' '.join(words)} ",
        full_key=" ".join(sorted(_romanised(given) + _romanised(family))),
        family_key=_name_key(family) or _name_key(given),
        given_key=_name_key(given),
    )


def read_query(text: str) -> Query:
    """Take apart what was typed; any text is fine."""
    names: list[str] = []
    terms: list[Term] = []
    digits: list[str] = []
    number = None
    for chunk in text.split():
        if _NUMBER.fullmatch(chunk):
            number = int(chunk[1:])
            terms.append(Term((), (f"#{number}",)))
        elif _DATE.fullmatch(chunk):
            terms.append(Term((), (f"@{chunk}",)))
        elif _DIGITS.fullmatch(chunk):
            digits.append(chunk)
        else:
            names.append(chunk)
    if len(digits) == 1 and digits[0].isdigit() and len(digits[0]) <= _MAX_NUMBER_DIGITS:
        number = int(digits[0])
    terms.extend(_digits_terms("".join(_DIGIT.findall(" ".join(digits)))))
    words = _words(" ".join(names))[:_MAX_WORDS]
    name_terms = tuple(_name_term(word) for word in words)
    full_key = " ".join(sorted(syllable for word in words for syllable in _romanised(word)))
    return Query((*terms, *name_terms), name_terms, full_key, number)


def _name_key(name: str) -> str:
    return " ".join(dict.fromkeys([*_romanised(name), *_stored_forms(name)]))


def _name_term(word: str) -> Term:
    # A romanised syllable is the beginning of too many other names to be what somebody meant.
    return Term((_bare(word) or word,)) if _syllabic(word) else Term(tuple(_forms(word)))


def _digits_terms(digits: str) -> list[Term]:
    if not digits:
        return []
    forward = digits.lstrip("0")
    prefixes = []
    if len(forward) >= MIN_DIGITS:
        prefixes.append(f"+{forward}")
    if len(digits) >= MIN_DIGITS:
        prefixes.append(f"-{digits[::-1]}")
    exact = (f"#{int(digits)}",) if len(digits) <= _MAX_NUMBER_DIGITS else ()
    return [Term(tuple(prefixes), exact)]


def _phone_keys(phone: str) -> Iterable[str]:
    digits = "".join(c for c in phone if c.isascii() and c.isdigit())
    if not digits:
        return ()
    national = digits
    if phone.startswith("+"):
        from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 - slow to import, only writing needs it

        for length in (1, 2, 3):
            if int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE:
                national = digits[length:].lstrip("0") or digits
                break
    return f"+{digits}", f"+{national}", f"-{digits[::-1]}"


def _stored_forms(name: str) -> Iterable[str]:
    """Every form of a name's words; ``O'Brien`` is kept as o, brien and obrien."""
    for chunk in name.split():
        words = _words(chunk)
        for word in words if len(words) == 1 else [*words, "".join(words)]:
            yield from _forms(word)
            yield from _romanised(word)


def _forms(word: str) -> dict[str, None]:
    """The spellings under which one folded word is stored and sought, without repeats."""
    if word.isascii():
        return {word: None}
    spelled_out = _bare(word.translate(_SPELLED_OUT))
    # Ødegård is often written Odegaard.
    half_spelled_out = "".join(_romanised(word.replace("å", "aa")))
    forms = (_bare(word), "".join(_romanised(word)), spelled_out, half_spelled_out)
    return dict.fromkeys(form for form in forms if form) or {word: None}


def _words(text: str) -> list[str]:
    """The words of a text, without case, split at everything that is not a letter, a mark or a digit."""
    folded = unicodedata.normalize("NFC", text.casefold())
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded).split()
    # An accent that stands alone is nothing to look for.
    return [word for word in words if any(unicodedata.category(c)[0] != "M" for c in word)]


def _bare(word: str) -> str:
    """A word without its accents."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return "".join(_words(unicodedata.normalize("NFC", plain)))


def _romanised(text: str) -> list[str]:
    """The words of a text in Latin letters; a script written in syllables gives one word a syllable."""
    if text.isascii():
        return _words(text)
    pieces = []
    for character in unicodedata.normalize("NFC", text):
        latin = anyascii(character)
        pieces.append(f" {latin} " if _is_syllable(character, latin) else latin)
    return _words("".join(pieces))


def _syllabic(text: str) -> bool:
    """Whether a text is in a script whose characters are syllables, such as Chinese or Korean."""
    return any(_is_syllable(character, anyascii(character)) for character in text if not character.isascii())


def _is_syllable(character: str, latin: str) -> bool:
    # The romanisation starts every syllable of a caseless script with a capital.
    return latin[:1].isupper() and unicodedata.category(character) == "Lo"
