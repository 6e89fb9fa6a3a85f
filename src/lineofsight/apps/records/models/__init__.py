"""The records of people: who they are, what they take part in, what was delivered, what was asked."""

from .codes import BirthDateQuality, CollectionPoint, Gender, RaceEthnicity, Relationship, Stage
from .participation import Assessment, Enrollment, Service, ServiceType, StaffAssignment, Task
from .people import Household, Participant

__all__ = [
    "Assessment",
    "BirthDateQuality",
    "CollectionPoint",
    "Enrollment",
    "Gender",
    "Household",
    "Participant",
    "RaceEthnicity",
    "Relationship",
    "Service",
    "ServiceType",
    "StaffAssignment",
    "Stage",
    "Task",
]
