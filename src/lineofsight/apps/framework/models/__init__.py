"""What the agency is for and how it means to see whether it is: mission, goals, program models, measures, targets."""

from .goals import Explanation, Goal, Outcome, Strategy
from .measures import Asks, LookVerdict, Measure, MeasureLook, MeasureSource, MeasureVersion
from .mission import Mission, Phrase
from .programs import Assumption, CoreComponent, ExpectedChange, FidelityCheck, ProgramModel, Term
from .reported import Attachment, ReportedValue
from .submitted import DifferenceExplanation, SubmittedFigure
from .targets import MeasureAssignment, OwnerNote, PerformancePeriod, PlaceKey

__all__ = [
    "Asks",
    "Assumption",
    "Attachment",
    "CoreComponent",
    "DifferenceExplanation",
    "ExpectedChange",
    "Explanation",
    "FidelityCheck",
    "Goal",
    "LookVerdict",
    "Measure",
    "MeasureAssignment",
    "MeasureLook",
    "MeasureSource",
    "MeasureVersion",
    "Mission",
    "Outcome",
    "OwnerNote",
    "PerformancePeriod",
    "Phrase",
    "PlaceKey",
    "ProgramModel",
    "ReportedValue",
    "Strategy",
    "SubmittedFigure",
    "Term",
]
