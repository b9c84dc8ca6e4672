"""The title of a page is read whole, however large the text and however long the name."""

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clinicdesk.ui.page_header import PageHeader

LONG = "Intake: Lukas von Hohenfels-Ritter-Rößler, 48"


@pytest.fixture
def page(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def header(page):
    made = PageHeader(LONG, QPushButton("Complete intake"), subtitle="47 of 75 answered; 22 could still change it")
    made.aside.addWidget(QPushButton("Hand over"))
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    column.addStretch(1)
    page.show()
    return made


def fits(label):
    return label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("width", [1200, 700, 420])
def test_neither_title_nor_buttons_are_cut(qtbot, header, width):
    header.window().resize(width, 600)
    qtbot.waitUntil(lambda: header.width() == width)
    qtbot.waitUntil(lambda: fits(header.title))
    for button in header.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width() - 1
        assert header.rect().contains(button.geometry())
        assert not button.geometry().intersects(header.title.geometry())


def test_the_buttons_come_back_beside_the_title_where_there_is_room(qtbot, header):
    header.window().resize(420, 600)
    qtbot.waitUntil(lambda: header.primary.y() > header.title.geometry().bottom())
    header.window().resize(1200, 600)
    qtbot.waitUntil(lambda: header.primary.y() < header.title.geometry().bottom())
    # What it took while it was narrow is given back.
    qtbot.waitUntil(lambda: header.title.height() < 1.5 * header.title.fontMetrics().height())
