"""How a person is getting on, on their record."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTableWidgetItem,
    QWidget,
)

from clinicdesk.desk.progress import Trend
from clinicdesk.domain.patient import Patient
from clinicdesk.domain.score import Measure
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Field, Option, Segmented, button
from clinicdesk.ui.pages import KeyHelp, bring_into_view
from clinicdesk.ui.patients.mend_form import MendForm
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.patients.trend_plot import TrendPlot, paint_key
from clinicdesk.ui.patients.trend_table import TrendTable
from clinicdesk.ui.patients.trend_words import HEADS, SOURCE, TrendLine, lines_of, summary_of
from clinicdesk.ui.stacking import stack_if_large, stacked
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
        self.table = TrendTable()
        self.table.mending_requested.connect(self._ask_what)
        self._lines: list[TrendLine] = []
        self.table_button = button("Show as a table", role="link")
        self.table_button.clicked.connect(self._toggle_table)
        self.mend_button = button("Correct…", role="link", icon="pencil")
        self.mend_button.setToolTip("Correct what was noted (Enter in the table)")
        self.mend_button.clicked.connect(self._correct)
        self._form: MendForm | None = None
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
            self._close_form()
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
        for widget in (self.plot, self._key, self.source, self.table_button, self.mend_button, self.print_button):
            widget.setVisible(bool(self.trend.points))
        if not self.trend.points:
            self.table.hide()
        self._fill_table()

    def keys(self) -> tuple[KeyHelp, ...]:
        """The keys of the table, while it is there."""
        return (("Return", "Correct what was noted"),) if self.table.isVisibleTo(self) else ()

    def _fill_table(self) -> None:
        lines = self._lines = lines_of(self.trend, self.context.clinic.tz)
        self.table.fit()
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
        self._close_form()
        self._fill_table()
        if self.table.isVisibleTo(self):
            self.table.setCurrentCell(max(0, self.table.currentRow()), 0)
            self.table.setFocus()

    def _correct(self) -> None:
        if not self.table.isVisibleTo(self):
            self._toggle_table()
        self._ask_what()

    def _ask_what(self) -> None:
        """Correct the line the keyboard is on."""
        place = self.table.currentRow()
        if self._patient is None or not 0 <= place < len(self._lines):
            return
        self._close_form()
        line = self._lines[place]
        points = [point for point in self.trend.points if point.asked_at == line.asked_at]
        form = MendForm(
            f"What should stand for {line.cells[0]}?",
            {point.measure: point.value for point in points},
            at_session=points[0].kind is not None,
        )
        form.value_mended.connect(lambda measure, value: self._mend(form, line.asked_at, measure, value))
        form.left.connect(self._close_form)
        self._form = form
        self.column.addWidget(form)
        form.show()
        bring_into_view(form)
        form.setFocus()

    def _mend(self, form: MendForm, asked_at: str, measure: Measure, value: int) -> None:
        context, patient = self.context, self._patient
        if patient is None:
            return
        try:
            context.desk.progress.mend(patient, asked_at, measure, value, actor=context.actor, now=context.now())
        except ClinicDeskError as error:
            form.show_fault(str(error), form.scale)
            bring_into_view(form)
            return
        self._close_form()
        self.reload()
        bring_into_view(self.table, self.table.visualRect(self.table.currentIndex()))
        self.stored.emit()

    def _close_form(self) -> None:
        if self._form is None:
            return
        form, self._form = self._form, None
        if form.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        form.hide()
        form.deleteLater()

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
        stack_if_large(head)
        self.column.addLayout(head)
        self.column.addWidget(self.words)
        self._lay_out_asking()
        self.column.addWidget(self._asking)
        self.column.addWidget(self.plot)
        self._lay_out_key()
        self.column.addWidget(self._key)
        self.column.addWidget(self.source)
        deeds = QHBoxLayout()
        deeds.setSpacing(2 * SPACE)
        deeds.addWidget(self.table_button)
        deeds.addWidget(self.mend_button)
        deeds.addStretch(1)
        self.column.addLayout(deeds)
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
        columns = 1 if stacked() else 2
        for place, (name, words) in enumerate(marks):
            line, column = divmod(place, columns)
            grid.addWidget(KeyMark(name), line, 2 * column)
            grid.addWidget(set_role(QLabel(words), "detail"), line, 2 * column + 1)
        grid.setColumnStretch(2 * columns - 1, 1)
