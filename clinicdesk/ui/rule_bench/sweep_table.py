"""Whom the copy would judge otherwise, as a table."""

from collections.abc import Sequence
from datetime import tzinfo
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from clinicdesk.desk.sweep import SweptPerson, SweptSession
from clinicdesk.ui.enter_key import is_enter
from clinicdesk.ui.style import icon, kind_words, set_role, text_factor, verdict_icon_name, verdict_words
from clinicdesk.ui.when import moment_words

if TYPE_CHECKING:
    from clinicdesk.domain.suitability import Verdict

Index = QModelIndex | QPersistentModelIndex
Row = SweptSession | SweptPerson

_ROW_HEIGHT, _LEAST_WHO = 34, 120
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """The columns, left to right."""

    WHO = 0
    WHAT = 1
    NOW = 2
    THEN = 3


_HEADINGS = ("Person", "Session", "Now", "By the copy")
_WIDTHS = {Column.WHAT: 290, Column.NOW: 150, Column.THEN: 150}


class SweepModel(QAbstractTableModel):
    """The rows, worst first, as the sweep found them."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._zone: tzinfo | None = None

    def set_rows(self, rows: Sequence[Row], zone: tzinfo) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows, self._zone = rows, zone
        self.endResetModel()

    def row_at(self, place: int) -> Row | None:
        """What stands in a line."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """One line each."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Four."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802 - Qt's name
        """The headings."""
        across = orientation is Qt.Orientation.Horizontal
        return _HEADINGS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, and the verdict's icon beside its words."""
        row, column = self._rows[index.row()], Column(index.column())
        verdict = {Column.NOW: row.now, Column.THEN: row.then}.get(column)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(row, column, verdict)
        if role == Qt.ItemDataRole.DecorationRole and verdict is not None:
            return icon(verdict_icon_name(verdict), verdict.code)
        if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.WHO:
            parts = (self._words(row, each, None) for each in (Column.WHO, Column.WHAT))
            return f"{', '.join(parts)}: {verdict_words(row.now)}, by the copy {verdict_words(row.then)}"
        return None

    def _words(self, row: Row, column: Column, verdict: "Verdict | None") -> str:
        if verdict is not None:
            return verdict_words(verdict)
        if column is Column.WHO:
            return row.patient.name
        if isinstance(row, SweptPerson) or self._zone is None:
            return f"{kind_words(row.kind)}, today" if isinstance(row, SweptPerson) else ""
        starts = row.session.starts_at
        return f"{moment_words(starts, self._zone)}  {row.session_type.name}"


class SweepTable(QTableView):
    """The table, gone through by the arrows.

    Signals:
        patient_requested(patient_id): open this person's record.
    """

    patient_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = SweepModel()
        self.setModel(self.rows)
        set_role(self, "people")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionsClickable(False)
        heads.setSectionResizeMode(Column.WHO, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda _index: self._open())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the person's record."""
        if is_enter(event):
            self._open()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the room out: who it is never goes."""
        super().resizeEvent(event)
        self.verticalHeader().setDefaultSectionSize(round(_ROW_HEIGHT * text_factor()))
        wide, scale = self.viewport().width(), text_factor()
        wanted = sum(_WIDTHS.values()) * scale
        share = min(1.0, max(0.2, (wide - _LEAST_WHO * scale) / wanted))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(width * scale * share))

    def _open(self) -> None:
        row = self.rows.row_at(self.currentIndex().row())
        if row is not None:
            self.patient_requested.emit(row.patient.id)
