"""The kinds of definition the library holds: a line here, and loader, lock and checks know it."""

from kinweave.core.crisis_lines import CrisisLines
from kinweave.core.definitions import Definition
from kinweave.core.fidelity import FidelityItems, RatingScale, Supervision
from kinweave.core.instruments import Instrument
from kinweave.core.lessons import Lesson
from kinweave.core.pathways import Pathway
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import Protocol
from kinweave.core.reading_aids import ReadingAids
from kinweave.core.rhythm import RhythmLog
from kinweave.core.tasks import TaskList
from kinweave.core.techniques import Technique
from kinweave.core.translations import Translation
from kinweave.core.worksheets import WorksheetDefinition

KINDS: dict[str, tuple[str, type[Definition]]] = {
    # kind: (folder inside the library, model of one file)
    "instrument": ("instruments", Instrument),
    "protocol": ("protocols", Protocol),
    "tasks": ("tasks", TaskList),
    "problem-area": ("problem_areas", ProblemArea),
    "rhythm-log": ("rhythm_logs", RhythmLog),
    "worksheet": ("worksheets", WorksheetDefinition),
    "technique": ("techniques", Technique),
    "reading-aids": ("reading_aids", ReadingAids),
    "lesson": ("lessons", Lesson),
    "crisis-lines": ("crisis_lines", CrisisLines),
    "fidelity": ("fidelity", FidelityItems),
    "rating-scale": ("rating_scales", RatingScale),
    "pathway": ("pathways", Pathway),
    "supervision": ("supervision", Supervision),
    "translation": ("translations", Translation),
}
