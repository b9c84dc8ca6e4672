"""The day's table: one line a session, everything on the line done by a letter or by its buttons."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QToolTip, QWidget

from clinicdesk.desk.views import SessionRow
from clinicdesk.ui.line_form import LineForm
from clinicdesk.ui.style import DETAIL, SPACE, font_of, text_factor
from clinicdesk.ui.today.columns import shared_out
from clinicdesk.ui.today.delegate import DayDelegate, least_height
from clinicdesk.ui.today.fitted_table import FittedTable
from clinicdesk.ui.today.model import ROW_ROLE, SORT_ROLE, Column, TodayModel
from clinicdesk.ui.today.row_actions import RowActions
from clinicdesk.ui.today.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

_PAGE_KEYS = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
"""They change the day, so the page hears them, as it hears every letter that does nothing with a session."""


class DayTable(FittedTable):
    """The sessions of a day.

    Signals:
        step_requested(SessionRow, Step), cancel_requested(SessionRow), release_requested(SessionRow),
        story_requested(SessionRow), print_requested(SessionRow), patient_requested(SessionRow): the person
            wants this.
        row_opened(SessionRow): Enter or a click on a session.
        row_focused(SessionRow or None): the keyboard or a click moved to another session.
    """

    step_requested = Signal(object, object)
    cancel_requested = Signal(object)
    release_requested = Signal(object)
    story_requested = Signal(object)
    print_requested = Signal(object)
    patient_requested = Signal(object)
    row_opened = Signal(object)
    row_focused = Signal(object)

    def __init__(self, model: TodayModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = model
        self.may_release = False
        self.tell: Callable[[SessionRow], str] | None = None
        self._hovered = -1
        self._brought_up = False
        self._widths: dict[Column, int] = {}
        self._ready = False
        self._form: QWidget | None = None
        self._form_line = QPersistentModelIndex()
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSortRole(SORT_ROLE)
        self._proxy.setSourceModel(model)
        self.follow(self._proxy)
        self._delegate = DayDelegate(self.isColumnHidden, lambda place: place == self._hovered)
        self.setItemDelegate(self._delegate)
        self._dress()
        self.current_actions, self.hover_actions = RowActions(self.viewport()), RowActions(self.viewport())
        for actions in (self.current_actions, self.hover_actions):
            actions.step_requested.connect(self.step_requested)
            actions.cancel_requested.connect(self.cancel_requested)
            actions.release_requested.connect(self.release_requested)
            actions.story_requested.connect(self.story_requested)
            actions.print_requested.connect(self.print_requested)
            actions.patient_requested.connect(self.patient_requested)
        self.clicked.connect(lambda index: self.row_opened.emit(index.data(ROW_ROLE)))
        self._proxy.modelReset.connect(self.close_form)
        self._proxy.rowsRemoved.connect(self._lines_moved)
        self._proxy.rowsInserted.connect(self._lines_moved)
        for changed in (self._proxy.dataChanged, self._proxy.modelReset, self._proxy.layoutChanged):
            changed.connect(self._place_actions)
        self.verticalScrollBar().actionTriggered.connect(self._scrolled)
        self._ready = True

    def current_row(self) -> SessionRow | None:
        """The session the keyboard is on."""
        row = self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None
        return row if isinstance(row, SessionRow) else None

    def place_of(self, session_id: str) -> int | None:
        """The line a session is shown in, as it is sorted now."""
        place = self.day.place_of(session_id)
        return None if place is None else self._proxy.mapFromSource(self.day.index(place, 0)).row()

    def select_session(self, session_id: str | None) -> None:
        """Move to a session; to the first when it is not shown."""
        place = self.place_of(session_id) if session_id else None
        if self._proxy.rowCount():
            self.setCurrentIndex(self._proxy.index(place or 0, 0))

    def bring_up(self, session_id: str | None) -> None:
        """Move to a session with what follows it in sight, and only the line before it above.

        It stays there while the window finds its size, until somebody moves in the table.
        """
        self.select_session(session_id)
        self._brought_up = True
        self._show_from_current()

    def open_form(self, session_id: str, form: QWidget) -> None:
        """Open a form under a session's line, in place of any other."""
        self.close_form()
        place = self.place_of(session_id)
        if place is None:
            form.deleteLater()
            return
        self._form, self._form_line = form, QPersistentModelIndex(self._proxy.index(place, 0))
        form.setParent(self.viewport())
        if isinstance(form, LineForm):
            form.reached.connect(self._show_stop)
            form.grown.connect(self._refit_form)
        self.fit_rows([place])
        self.scrollTo(self._proxy.index(place, 0))
        self._place_form()
        form.show()
        self._place_actions()

    def take_keyboard(self) -> None:
        """Take the keyboard, into the form if one is open."""
        (self if self._form is None else self._form).setFocus()

    def close_form(self) -> None:
        """Close the form, if one is open, and give the keyboard back to the table."""
        if self._form is None:
            return
        form, self._form = self._form, None
        if self._form_line.isValid():
            self.fit_rows([self._form_line.row()])
        if form.isAncestorOf(self.focusWidget() or self):
            self.setFocus()
        form.hide()
        form.deleteLater()

    def line_height(self, place: int) -> int:
        """As tall as its words, and the form that is open below them."""
        tall = self._words_height(place)
        if self._form is not None and self._form_line.isValid() and self._form_line.row() == place:
            tall += self._height_of(self._form)
        return tall

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802 - Qt's name
        """Tell which session the keyboard is on, and show its buttons."""
        super().selectionChanged(selected, deselected)
        self._brought_up = False
        self._place_actions()
        self.row_focused.emit(self.current_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Letters take steps; Enter opens; Delete cancels; the rest moves or is the page's."""
        row = self.current_row()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}
        if row is not None and plain and self._do(row, event):
            return
        if event.key() in _PAGE_KEYS or (event.text() and event.text().isprintable()):
            # The table would search for the letter, and the page would never hear of it.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Open the menu of the line, with the mouse or with the menu key."""
        self._place_actions()
        if self.current_actions.row is not None:
            self.current_actions.open_menu(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Under a resting pointer, tell what happened to a session."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.tell is not None:
            row = self.indexAt(event.pos()).data(ROW_ROLE)
            QToolTip.showText(event.globalPos(), self.tell(row) if isinstance(row, SessionRow) else "", self)
            return True
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the buttons of the line under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the buttons of a line the pointer left."""
        super().leaveEvent(event)
        if not self.rect().contains(self.mapFromGlobal(self.cursor().pos())):
            self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share out the width anew."""
        self._fit_columns()
        super().resizeEvent(event)
        if self._brought_up:
            self._show_from_current()
        elif event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())
        self._place_actions()
        self._place_form()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Where the lines stand is known only now."""
        super().showEvent(event)
        if self._brought_up:
            self._show_from_current()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        """Keep buttons and form on their lines."""
        super().scrollContentsBy(dx, dy)
        self._place_actions()
        self._place_form()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self._ready:
            self._fit_columns()
            self._place_actions()

    def _show_from_current(self) -> None:
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtTop)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - least_height())

    def _scrolled(self, _action: int) -> None:
        self._brought_up = False

    def _dress(self) -> None:
        self.setAccessibleName("Sessions of the day")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.TIME, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.PERSON, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()

    def _do(self, row: SessionRow, event: QKeyEvent) -> bool:
        step = next((each for each in STEPS if event.text().upper() == each.key), None)
        if step is not None:
            self.step_requested.emit(row, step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.row_opened.emit(row)
        elif event.key() == Qt.Key.Key_Delete:
            self.cancel_requested.emit(row)
        elif event.text().upper() == "R":
            self.release_requested.emit(row)
        elif event.text().upper() == "H":
            self.story_requested.emit(row)
        else:
            return False
        return True

    def _words_height(self, place: int) -> int:
        """Of a line without what is open below it."""
        widths = self._widths.items()
        return max(self._delegate.height_of(self._proxy.index(place, column), each) for column, each in widths)

    def _fit_columns(self) -> None:
        factor, width = text_factor(), self.viewport().width()
        self._widths = {column: round(each * factor) for column, each in shared_out(int(width / factor)).items()}
        self._widths[Column.PERSON] += width - sum(self._widths.values())
        self.horizontalHeader().setFixedHeight(QFontMetrics(font_of(DETAIL)).height() + 2 * SPACE + 2)
        for column in Column:
            self.setColumnHidden(column, column not in self._widths)
            self.setColumnWidth(column, self._widths.get(column, 0))
        if self.verticalHeader().defaultSectionSize() != least_height():
            self.verticalHeader().setDefaultSectionSize(least_height())  # which every line takes for now
        self.fit_rows()

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()
            self._place_actions()

    def _place_actions(self) -> None:
        if not self._ready:
            return
        current = self.currentIndex().row()
        self._place(self.current_actions, current)
        self._place(self.hover_actions, self._hovered if self._hovered != current else -1)

    def _place(self, actions: RowActions, place: int) -> None:
        shown = place >= 0 and not self.isColumnHidden(Column.ACTIONS)
        index = self._proxy.index(place, Column.ACTIONS) if shown else QModelIndex()
        actions.show_row(index.data(ROW_ROLE) if index.isValid() else None, may_release=self.may_release)
        if actions.row is not None:
            cell = self.visualRect(index)
            actions.setGeometry(cell.x(), cell.y(), cell.width(), least_height() - 1)
            actions.show()

    def _lines_moved(self) -> None:
        """A form stays under its line; when that is gone, so is what the form was for."""
        if self._form is not None and not self._form_line.isValid():
            self.close_form()
        self.doItemsLayout()
        self._place_form()
        self._place_actions()

    def _show_stop(self, now: QWidget) -> None:
        """Keep what the keyboard is on in sight, where a form is higher than the table."""
        self.updateGeometries()  # Qt would wait with it, and scroll no further than before the form was there
        top = now.mapTo(self.viewport(), QPoint(0, 0)).y()
        below = top + now.height() + SPACE - self.viewport().height()
        beyond = below if below > 0 else min(0, top - SPACE)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + beyond)

    def _height_of(self, form: QWidget) -> int:
        """What a form needs at the width of the table, where its words may take several lines."""
        needed = form.heightForWidth(self.viewport().width()) if form.hasHeightForWidth() else -1
        return max(needed, form.sizeHint().height()) if needed < 0 else needed

    def _refit_form(self) -> None:
        if self._form is not None and self._form_line.isValid():
            self.fit_rows([self._form_line.row()])
            self._place_form()
            if (stop := self._form.focusWidget()) is not None:
                self._show_stop(stop)

    def _place_form(self) -> None:
        if self._form is not None and self._form_line.isValid():
            line = self.visualRect(self._proxy.index(self._form_line.row(), 0))
            top = line.y() + self._words_height(self._form_line.row()) - 1
            size = QSize(self.viewport().width(), self._height_of(self._form))
            self._form.setGeometry(QRect(QPoint(0, top), size))
            self._form.setFixedWidth(size.width())
