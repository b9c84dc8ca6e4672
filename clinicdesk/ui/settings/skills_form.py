"""What a therapist gives: all of a kind of session, or some of its techniques."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from clinicdesk.domain.staff import StaffMember
from clinicdesk.domain.suitability import Kind, techniques_of
from clinicdesk.errors import ClinicDeskError, InvalidValues
from clinicdesk.ui.context import DeskContext
from clinicdesk.ui.fields import Field
from clinicdesk.ui.person_form import PersonForm
from clinicdesk.ui.style import SPACE, kind_words, technique_words


class SkillsForm(PersonForm):
    """A box for every technique, under its kind."""

    def __init__(self, context: DeskContext, member: StaffMember) -> None:
        super().__init__(context, member, "Save")
        self.boxes = {
            technique: QCheckBox(technique_words(technique)) for kind in Kind for technique in techniques_of(kind)
        }
        fields = {}
        for kind in Kind:
            group = QWidget()
            column = QVBoxLayout(group)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(SPACE // 2)
            for technique in techniques_of(kind):
                self.boxes[technique].setChecked(member.gives(technique))
                column.addWidget(self.boxes[technique])
            group.setFocusProxy(self.boxes[techniques_of(kind)[0]])
            fields[kind.value] = Field(kind_words(kind), group)
            self.column.addWidget(fields[kind.value])
        self.finish(**fields)

    def store(self) -> None:
        """Store what is ticked."""
        ticked = [technique for technique, box in self.boxes.items() if box.isChecked()]
        context = self.context
        try:
            context.desk.equipping.set_techniques(self.member, ticked, actor=context.actor, now=context.now())
        except InvalidValues as faults:
            self.fields[Kind.MASSAGE.value].set_error(faults.fields["techniques"])
        except ClinicDeskError as error:
            context.messages.show_error(error)
        else:
            self._stored(None)

    def told(self) -> str:
        """What to say once it is stored."""
        return f"What {self.member.name} gives was saved. Sessions that no longer fit stand under Hours and absences."
