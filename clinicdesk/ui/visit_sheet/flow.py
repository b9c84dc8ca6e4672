"""How what is said on a sheet falls on pages; free of Qt.

Heights are in any one unit. A block is kept whole where a page has room for it; one that is
taller than a page is parted between its rows, so that nothing is ever clipped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Row(Generic[Content]):
    """What is never parted, such as one line of text."""

    height: float
    content: Content


@dataclass(frozen=True, slots=True)
class Block(Generic[Content]):
    """Rows that belong together.

    Attributes:
        gap: space before the block, dropped at the top of a page.
        padding: space above the first and below the last row of a part, inside the frame.
        frame: thickness of the line around it; 0 for none.
        with_next: a heading, which never ends a page.
    """

    rows: tuple[Row[Content], ...]
    gap: float = 0.0
    padding: float = 0.0
    frame: float = 0.0
    with_next: bool = False

    @property
    def height(self) -> float:
        """With its padding, without the gap before."""
        return sum(row.height for row in self.rows) + 2 * self.padding


@dataclass(slots=True)
class Placed(Generic[Content]):
    """A block, or a part of one, on a page; ``top`` is where its frame begins."""

    block: Block[Content]
    rows: tuple[Row[Content], ...]
    top: float

    @property
    def height(self) -> float:
        """Of the part on this page, with its padding."""
        return sum(row.height for row in self.rows) + 2 * self.block.padding


@dataclass(slots=True)
class _Filling(Generic[Content]):
    height: float
    pages: list[list[Placed[Content]]] = field(default_factory=lambda: [[]])
    used: float = 0.0

    def place(self, block: Block[Content], rows: Sequence[Row[Content]]) -> None:
        placed = Placed(block, tuple(rows), self.used + self._gap(block))
        self.pages[-1].append(placed)
        self.used = placed.top + placed.height

    def turn(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
            self.used = 0.0

    def room(self, block: Block[Content]) -> float:
        return self.height - self.used - self._gap(block)

    def _gap(self, block: Block[Content]) -> float:
        return block.gap if self.pages[-1] else 0.0


def paginate(blocks: Iterable[Block[Content]], height: float) -> list[list[Placed[Content]]]:
    """The pages, each as what stands on it; at least one page, even for nothing."""
    filling: _Filling[Content] = _Filling(height)
    for group in _with_headings(blocks):
        needed = sum(block.height + block.gap for block in group) - group[0].gap
        if needed > filling.room(group[0]):
            filling.turn()
        for block in group:
            _place(filling, block)
    return filling.pages


def _place(filling: _Filling[Content], block: Block[Content]) -> None:
    rest = list(block.rows)
    while rest:
        room = filling.room(block) - 2 * block.padding
        fitting = _rows_that_fit(rest, room)
        if not fitting and filling.used:
            filling.turn()
            continue
        fitting = fitting or 1
        filling.place(block, rest[:fitting])
        del rest[:fitting]
        if rest:
            filling.turn()


def _rows_that_fit(rows: Sequence[Row[Content]], room: float) -> int:
    for count, row in enumerate(rows):
        room -= row.height
        if room < 0:
            return count
    return len(rows)


def _with_headings(blocks: Iterable[Block[Content]]) -> Iterator[list[Block[Content]]]:
    """Each heading together with what it heads."""
    group: list[Block[Content]] = []
    for block in blocks:
        group.append(block)
        if not block.with_next:
            yield group
            group = []
    if group:
        yield group
