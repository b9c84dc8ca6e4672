"""The sheet a person takes along: laid out, shown, printed and saved."""

from clinicdesk.ui.visit_sheet.document import print_sheet, render_pdf
from clinicdesk.ui.visit_sheet.page import VisitSheetPage

__all__ = ["VisitSheetPage", "print_sheet", "render_pdf"]
