"""The course of treatment and everything a therapist and a client make in it."""

from kinweave.treatment.models.agreement import Agreement, Recording
from kinweave.treatment.models.area_marks import AreaMark
from kinweave.treatment.models.carer import CarerTalk
from kinweave.treatment.models.circle import CircleVersion
from kinweave.treatment.models.course import Course, Episode, Mode, Session
from kinweave.treatment.models.ending import Ending, FollowUp, NextStep
from kinweave.treatment.models.formulation import AGREEING, Formulation
from kinweave.treatment.models.goals import Goal, GoalRating
from kinweave.treatment.models.intake import Intake
from kinweave.treatment.models.inventory import Person, PersonVersion, PrivateSide
from kinweave.treatment.models.notes import (
    Amendment,
    Disposition,
    NoteDraft,
    Parked,
    SessionNote,
    SignedNoteError,
    StepMode,
)
from kinweave.treatment.models.psychoeducation import Psychoeducation
from kinweave.treatment.models.review import Review
from kinweave.treatment.models.staying_well import StayingWellPlan
from kinweave.treatment.models.suitability import (
    Screen,
    Severity,
    SuitabilityDecision,
    SuitabilityReview,
)
from kinweave.treatment.models.timeline import (
    EventPerson,
    LifeEvent,
    Link,
    Moment,
    MoodRecall,
    OnsetMarker,
    PastTreatment,
    SymptomStretch,
    TimelineVersion,
)
from kinweave.treatment.terms import Answer, Decision, StillFits, SuitabilityChoice

__all__ = [
    "AGREEING",
    "Agreement",
    "Amendment",
    "Answer",
    "AreaMark",
    "CarerTalk",
    "CircleVersion",
    "Course",
    "Decision",
    "Disposition",
    "Ending",
    "Episode",
    "EventPerson",
    "FollowUp",
    "Formulation",
    "Goal",
    "GoalRating",
    "Intake",
    "LifeEvent",
    "Link",
    "Mode",
    "Moment",
    "MoodRecall",
    "NextStep",
    "NoteDraft",
    "OnsetMarker",
    "Parked",
    "PastTreatment",
    "Person",
    "PersonVersion",
    "PrivateSide",
    "Psychoeducation",
    "Recording",
    "Review",
    "Screen",
    "Session",
    "SessionNote",
    "Severity",
    "SignedNoteError",
    "StayingWellPlan",
    "StepMode",
    "StillFits",
    "SuitabilityChoice",
    "SuitabilityDecision",
    "SuitabilityReview",
    "SymptomStretch",
    "TimelineVersion",
]
