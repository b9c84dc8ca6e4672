"""Finding patients among a million within a keystroke.

Ranking everything that matches would be slow for a short beginning such as "a", so only candidates are
ranked: those that an index can name as best (the number, the exact name, the surnames that begin so,
in order), those seen last and, if that is not enough, the first that the full-text index finds. When
it finds few, these are all there are and the ranking is complete.
"""

from collections.abc import Sequence
from datetime import date

from clinicdesk.data.driver import Connection, Row
from clinicdesk.data.search import Query, Term, keys_of, read_query
from clinicdesk.domain.patient import PatientDetails

_CANDIDATES = 80
_RECENT = 200
_RANGE = 3000
_LAST = "\U0010ffff"
_STEM = 3
_COLUMNS = "number, full_key, family_key, given_key, seen_at"


class PatientSearch:
    """Turns what was typed into patient numbers, best match first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def numbers(self, text: str, limit: int, *, birth_date: date | None = None) -> list[int]:
        """Numbers of the matching patients, best first; any text is fine."""
        query = read_query(text)
        found = {row["number"]: row for row in self._candidates(query, limit)} if query.terms else {}
        ranked = _ranked(list(found.values()), query)
        if birth_date is not None:
            exact = [number for number in ranked if number == query.number]
            ranked = list(dict.fromkeys(exact + self._born(birth_date, query, limit) + ranked))
        return ranked[:limit]

    def alike(self, details: PatientDetails, limit: int) -> list[int]:
        """Numbers of patients with the same birth date, a shared phone or a similar name."""
        keys = keys_of(details, 0)
        found: list[int] = []
        for phone in filter(None, (details.phone, details.other_phone)):
            found += self._numbers("phone = :phone and phone <> ''", limit, phone=phone)
            found += self._numbers("other_phone = :phone and other_phone <> ''", limit, phone=phone)
        found += self.numbers(details.full_name, limit)
        if details.birth_date is not None:
            found += self._numbers("birth_date = :day", limit, day=details.birth_date.isoformat())
        if keys.family_key and keys.given_key:
            rows = self._surnames(keys.family_key[:_STEM], keys.given_key[:_STEM], limit)
            found += [row["number"] for row in rows]
        return list(dict.fromkeys(found))[:limit]

    def _candidates(self, query: Query, limit: int) -> list[Row]:
        rows = []
        if query.number is not None and len(query.terms) == 1:
            rows = self._rows("number = :number", 1, number=query.number)
        best = self._best_names(query, limit) if len(query.names) == len(query.terms) else []
        rows += best
        if len(best) < limit:
            matches = self._full_text(query)
            rows += matches
            if len(matches) < _CANDIDATES:
                return rows
        return rows + self._recent(query)

    def _best_names(self, query: Query, limit: int) -> list[Row]:
        """Exact names and matching surnames, as far as an index knows them in order."""
        rows = self._rows("full_key = :key", limit, key=query.full_key)
        beginnings = [term.prefixes[0] for term in query.names]
        if len(beginnings) == 1:
            rows += self._surnames(beginnings[0], "", limit)
        if len(beginnings) == 2:  # noqa: PLR2004 - a surname and a given name, in either order
            rows += self._surnames(beginnings[0], beginnings[1], limit)
            rows += self._surnames(beginnings[1], beginnings[0], limit)
        return list({row["number"]: row for row in rows}.values())

    def _full_text(self, query: Query) -> list[Row]:
        return self._connection.rows(
            f"""
            select {_COLUMNS} from (
                select rowid as hit from patients_search where patients_search match :query limit {_CANDIDATES}
            ) join patients on number = hit
            """,
            {"query": query.fts},
        )

    def _recent(self, query: Query) -> list[Row]:
        condition, fragments = _matches(query.terms)
        return self._connection.rows(
            f"""
            select {_COLUMNS} from (
                select {_COLUMNS}, search from patients where seen_at is not null order by seen_at desc limit {_RECENT}
            ) where {condition}
            """,
            fragments,
        )

    def _born(self, day: date, query: Query, limit: int) -> list[int]:
        condition, fragments = _matches(query.names)
        rows = self._connection.rows(
            f"""
            select number from patients where birth_date = :day
            order by {condition} desc, seen_at desc nulls last, family_key, given_key, number limit :limit
            """,
            {"day": day.isoformat(), "limit": limit, **fragments},
        )
        return [row["number"] for row in rows]

    def _surnames(self, family: str, given: str, limit: int) -> list[Row]:
        """The first in the alphabet whose surname begins so, and whose given name does, among the first few."""
        return self._connection.rows(
            f"""
            select {_COLUMNS} from patients where number in (
                select number from (
                    select number, given_key from patients where family_key >= :family and family_key < :family_end
                    order by family_key, given_key limit {_RANGE}
                ) where given_key >= :given and given_key < :given_end limit :limit
            )
            """,
            {
                "family": family,
                "family_end": family + _LAST,
                "given": given,
                "given_end": given + _LAST,
                "limit": limit,
            },
        )

    def _rows(self, where: str, limit: int, **parameters: object) -> list[Row]:
        return self._connection.rows(
            f"select {_COLUMNS} from patients where {where} limit :limit", {**parameters, "limit": limit}
        )

    def _numbers(self, where: str, limit: int, **parameters: object) -> list[int]:
        return [row["number"] for row in self._rows(where, limit, **parameters)]


def _matches(terms: Sequence[Term]) -> tuple[str, dict[str, str]]:
    """The condition that ``search`` holds every term, and its parameters."""
    parameters: dict[str, str] = {}
    conditions = []
    for term in terms:
        alternatives = []
        for fragment in term.fragments:
            name = f"fragment_{len(parameters)}"
            parameters[name] = fragment
            alternatives.append(f"instr(search, :{name}) > 0")
        conditions.append(f"({' or '.join(alternatives)})")
    return " and ".join(conditions) or "true", parameters


def _ranked(rows: list[Row], query: Query) -> list[int]:
    """Numbers by tier; within a tier those seen last come first, then the alphabet decides."""
    rows.sort(key=lambda row: (row["family_key"], row["given_key"], row["number"]))
    rows.sort(key=lambda row: row["seen_at"] or "", reverse=True)
    rows.sort(key=lambda row: _tier(row, query))
    return [row["number"] for row in rows]


def _tier(row: Row, query: Query) -> int:
    """How good a match is; smaller is better."""
    if row["number"] == query.number:
        return 0
    if query.full_key and row["full_key"] == query.full_key:
        return 1
    begun = tuple(prefix for term in query.names for prefix in term.prefixes)
    family, given = row["family_key"].split(), row["given_key"].split()
    tiers = (
        any(word in begun for word in family),
        any(word in begun for word in given),
        any(word.startswith(begun) for word in family),
        any(word.startswith(begun) for word in given),
        True,
    )
    return 2 + tiers.index(True)
