"""Where a person said it hurts: the last figure, the one before beside it, and what changed in words."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from clinicdesk.desk.body_maps import DrawnMap
from clinicdesk.domain.body_map import BodyMap, differences
from clinicdesk.domain.intake import Source
from clinicdesk.domain.patient import Patient
from clinicdesk.ui.body_map.change_lines import change_line
from clinicdesk.ui.body_map.painting import paint_figures, placed
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.patients.section import Section
from clinicdesk.ui.style import SPACE, set_role, text_factor
from clinicdesk.ui.when import dated_day

_WIDTH, _HEIGHT = 210, 235


class BodyMapSection(Section):
    """Absent until somebody has marked a figure."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self.column.addWidget(set_role(QLabel("Where it hurts"), "heading"))
        self._figures = QHBoxLayout()
        self._figures.setSpacing(3 * SPACE)
        self.column.addLayout(self._figures)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.column.addWidget(self.words)
        self.hide()

    def show_patient(self, patient: Patient) -> None:
        """Show the last two figures of a person."""
        context = self.context
        drawn = context.desk.body_maps.of_patient(patient.id, actor=context.actor, now=context.now())
        self.setVisible(bool(drawn))
        while (taken := self._figures.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not drawn:
            return
        last, before = drawn[0], drawn[1] if len(drawn) > 1 else None
        if before is not None:
            self._figures.addWidget(_Dated(before, None))
        self._figures.addWidget(_Dated(last, before))
        self._figures.addStretch(1)
        if before is not None:
            lines = [change_line(each) for each in differences(before.body_map, last.body_map)]
        else:
            lines = [mark.words for mark in last.body_map.marks]
        self.words.setText("\n".join(lines) or "Nothing was marked.")


class _Dated(QWidget):
    """One figure under its day."""

    def __init__(self, drawn: DrawnMap, before: DrawnMap | None) -> None:
        super().__init__()
        by = "marked by themself" if drawn.body_map.source is Source.PATIENT else "marked at the desk"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(set_role(QLabel(dated_day(drawn.on)), "strong"))
        column.addWidget(set_role(QLabel(f"{by}; dashed: the time before" if before else by), "detail"))
        column.addWidget(StillFigure(drawn.body_map, before.body_map if before else None))


class StillFigure(QWidget):
    """A figure that is looked at and not marked; a screen reader hears its marks."""

    def __init__(self, body_map: BodyMap, before: BodyMap | None) -> None:
        super().__init__()
        self._map, self._before = body_map, before
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("; ".join(mark.words for mark in body_map.marks) or "Nothing marked")
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Small: it is there to be compared."""
        factor = min(text_factor(), 1.5)
        return QSize(round(_WIDTH * factor), round(_HEIGHT * factor))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Both sides of the body."""
        paint_figures(QPainter(self), placed(QRectF(self.rect())), self._map, before=self._before)
