"""How a person is getting on, on their record."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from clinicdesk.desk.progress import Trend
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.score import Measure
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Field, Option, Segmented, button
from clinicdesk.ui.pages import bring_into_view
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.patients.trend_plot import TrendPlot, paint_key
from clinicdesk.ui.patients.trend_words import HEADS, SOURCE, lines_of, summary_of
from clinicdesk.ui.style import SPACE, set_role, text_factor

_KEY_WIDTH, _KEY_HEIGHT = 30, 16
_ROW_HEIGHT, _FRAME = 30, 2


class KeyMark(QWidget):
    """A mark of the plot beside what it means."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(round(_KEY_WIDTH * text_factor()), round(_KEY_HEIGHT * text_factor()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the mark as the plot does."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_key(painter, QRectF(self.rect()), self._name, text_factor())


class TrendSection(Section):
    """Pain before and after each session, and the activity the person chose.

    Signals:
        progress_requested(Patient): print it.
    """

    progress_requested = Signal(object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._patient: Patient | None = None
        self.trend = Trend((), "", None, None)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.plot = TrendPlot(context.clinic.tz)
        self.source = set_role(QLabel(SOURCE), "detail")
        self.source.setWordWrap(True)
        self.table = _table()
        self.table_button = button("Show as a table", role="link")
        self.table_button.clicked.connect(self._toggle_table)
        self.activity = QLineEdit()
        self.activity_field = Field("What would the person like to do again?", self.activity)
        self.score = Segmented([Option(str(value), str(value)) for value in range(11)], name="How well it goes now")
        self.keep_button = button("Keep the score", icon="check")
        self.keep_button.clicked.connect(self._keep)
        self.ask_button = button("Score the activity", icon="plus")
        self.ask_button.clicked.connect(self._ask)
        self.print_button = button("Print", icon="printer", keys="Ctrl+P")
        self.print_button.clicked.connect(lambda: self.progress_requested.emit(self._patient))
        self._key = QWidget()
        self._asking = QWidget()
        self._lay_out()

    def show_patient(self, patient: Patient) -> None:
        """Show how a person is getting on."""
        if self._patient is None or self._patient.id != patient.id:
            self._asking.hide()
            self.table.hide()
        self._patient = patient
        self.reload()

    def records_changed(self, patient: Patient) -> None:
        """Show it as it is now; a score being chosen stays."""
        self._patient = patient
        self.reload()

    def reload(self) -> None:
        """Read the answers anew."""
        if self._patient is None:
            return
        context = self.context
        self.trend = context.desk.progress.trend(self._patient, actor=context.actor, now=context.now())
        words = summary_of(self.trend)
        self.words.setText(words)
        self.plot.show_trend(self.trend, context.clinic.tz, words)
        for widget in (self.plot, self._key, self.source, self.table_button, self.print_button):
            widget.setVisible(bool(self.trend.points))
        if not self.trend.points:
            self.table.hide()
        self._fill_table()

    def _fill_table(self) -> None:
        lines = lines_of(self.trend, self.context.clinic.tz)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, cell in enumerate(line.cells):
                item = QTableWidgetItem(cell)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{HEADS[column]}: {cell}")
                self.table.setItem(row, column, item)
        height = round(_ROW_HEIGHT * text_factor())
        self.table.verticalHeader().setDefaultSectionSize(height)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + len(lines) * height + _FRAME)
        self.table_button.setText("Hide the table" if self.table.isVisibleTo(self) else "Show as a table")

    def _toggle_table(self) -> None:
        self.table.setVisible(not self.table.isVisibleTo(self))
        self._fill_table()
        if self.table.isVisibleTo(self):
            self.table.setFocus()

    def _ask(self) -> None:
        self._asking.setVisible(not self._asking.isVisibleTo(self))
        if self._asking.isVisibleTo(self):
            self.activity.setText(self.trend.activity)
            self.activity_field.clear_error()
            self.score.set_value(None)
            bring_into_view(self)
            (self.score if self.trend.activity else self.activity).setFocus()

    def _keep(self) -> None:
        if self._patient is None:
            return
        context, value = self.context, self.score.value()
        if value is None:
            self.activity_field.set_error("Choose a number: 0 cannot do it, 10 as well as ever.")
            return
        try:
            context.desk.progress.note_activity(
                self._patient, self.activity.text(), int(value), actor=context.actor, now=context.now()
            )
        except InvalidValues as error:
            self.activity_field.set_error(str(error))
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            self._asking.hide()
            self.reload()
            self.ask_button.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(set_role(QLabel("Pain and activity"), "heading"), 1)
        head.addWidget(self.print_button)
        head.addWidget(self.ask_button)
        self.column.addLayout(head)
        self.column.addWidget(self.words)
        self._lay_out_asking()
        self.column.addWidget(self._asking)
        self.column.addWidget(self.plot)
        self._lay_out_key()
        self.column.addWidget(self._key)
        self.column.addWidget(self.source)
        self.column.addWidget(self.table_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.table)
        self.table.hide()

    def _lay_out_asking(self) -> None:
        grid = QGridLayout(self._asking)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE)
        grid.addWidget(self.activity_field, 0, 0)
        grid.addWidget(set_role(QLabel("How well does it go now? 0 cannot do it, 10 as well as ever."), "detail"), 1, 0)
        grid.addWidget(self.score, 2, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.keep_button, 3, 0, Qt.AlignmentFlag.AlignLeft)
        self._asking.hide()

    def _lay_out_key(self) -> None:
        grid = QGridLayout(self._key)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        marks = (
            ("massage", "Pain before a massage"),
            ("physical_therapy", "Pain before physical therapy"),
            ("after", "Pain after, hollow"),
            (Measure.ACTIVITY.value, "Activity, 10 is as well as ever"),
            ("meaningful", "2 points less pain than at first"),
        )
        for place, (name, words) in enumerate(marks):
            grid.addWidget(KeyMark(name), place // 2, place % 2 * 2)
            grid.addWidget(set_role(QLabel(words), "detail"), place // 2, place % 2 * 2 + 1)
        grid.setColumnStretch(3, 1)


def _table() -> QTableWidget:
    table = QTableWidget(0, len(HEADS))
    set_role(table, "people")
    table.setHorizontalHeaderLabels(list(HEADS))
    table.setAccessibleName("Pain and activity, session by session")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    heads = table.horizontalHeader()
    heads.setHighlightSections(False)
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table
