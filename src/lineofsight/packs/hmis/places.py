"""Where each file, column and code of the HMIS has its place here.

The rule: what has a typed place is named, and what is no answer, file by file; so a column that a later edition adds is
an answer and not lost. `mapping.py` makes rows of this.
"""

from __future__ import annotations

from lineofsight.packs.rows import Table

ASSESSMENT_DATES = {
    "EnrollmentCoC": "InformationDate",
    "IncomeBenefits": "InformationDate",
    "HealthAndDV": "InformationDate",
    "EmploymentEducation": "InformationDate",
    "Disabilities": "InformationDate",
    "YouthEducationStatus": "InformationDate",
    "CurrentLivingSituation": "InformationDate",
    "Assessment": "AssessmentDate",
    "AssessmentQuestions": "",  # the day of their assessment
    "AssessmentResults": "",
    "Event": "EventDate",
}
TABLES = {
    "Project": Table.PROGRAM,
    "Funder": Table.GRANT,
    "Client": Table.PARTICIPANT,
    "Enrollment": Table.ENROLLMENT,
    "Services": Table.SERVICE,
}
NAMES = frozenset({"FirstName", "MiddleName", "LastName", "NameSuffix"})
HASHABLE = NAMES | {"SSN"}
TYPED = {
    "Client": NAMES | {"DOB"},
    "Enrollment": frozenset({"EntryDate", "HouseholdID"}),
    "Exit": frozenset({"ExitDate"}),
    "Services": frozenset({"DateProvided", "FAAmount"}),
    **{file: frozenset({column} - {""}) for file, column in ASSESSMENT_DATES.items()},
}
ABOUT_THE_ROW = frozenset({"DateCreated", "DateUpdated", "UserID", "ExportID"})  # and nothing about a person
_IN_NO_ROW = frozenset({"ExportID", "DateDeleted"})
_OF_A_PERSON = _IN_NO_ROW | {"EnrollmentID", "PersonalID"}
NEVER_AN_ANSWER = {
    "Client": _IN_NO_ROW | {"PersonalID", "DOB"},
    "Enrollment": _OF_A_PERSON | {"ProjectID"} | TYPED["Enrollment"],
    "Exit": _OF_A_PERSON | TYPED["Exit"],
    "Services": _OF_A_PERSON | {"ServicesID"} | TYPED["Services"],
    "EnrollmentCoC": _OF_A_PERSON | {"EnrollmentCoCID", "InformationDate"},
    "IncomeBenefits": _OF_A_PERSON | {"IncomeBenefitsID", "InformationDate"},
    "HealthAndDV": _OF_A_PERSON | {"HealthAndDVID", "InformationDate"},
    "EmploymentEducation": _OF_A_PERSON | {"EmploymentEducationID", "InformationDate"},
    "Disabilities": _OF_A_PERSON | {"DisabilitiesID", "InformationDate"},
    "YouthEducationStatus": _OF_A_PERSON | {"YouthEducationStatusID", "InformationDate"},
    "CurrentLivingSituation": _OF_A_PERSON | {"CurrentLivingSitID", "InformationDate"},
    "Assessment": _OF_A_PERSON | {"AssessmentID", "AssessmentDate"},
    "AssessmentQuestions": _OF_A_PERSON | {"AssessmentQuestionID"},
    "AssessmentResults": _OF_A_PERSON | {"AssessmentResultID"},
    "Event": _OF_A_PERSON | {"EventID", "EventDate"},
    **dict.fromkeys(
        (
            "Organization",
            "User",
            "Project",
            "Funder",
            "ProjectCoC",
            "Inventory",
            "Affiliation",
            "HMISParticipation",
            "CEParticipation",
        ),
        _IN_NO_ROW,
    ),
    "Export": frozenset(),
}

FIELDS = {
    "0": "emergency_shelter",
    "1": "emergency_shelter",
    "2": "transitional_housing",
    "3": "permanent_supportive_housing",
    "4": "street_outreach",
    "6": "services_only",
    "7": "other",
    "8": "safe_haven",
    "9": "permanent_housing",
    "10": "permanent_housing_with_services",
    "11": "day_shelter",
    "12": "homelessness_prevention",
    "13": "rapid_rehousing",
    "14": "coordinated_entry",
}
RELATIONSHIPS = {"1": "head", "2": "child", "3": "spouse", "4": "other_relative", "5": "not_related"}
POINTS = {"1": "start", "2": "update", "3": "exit", "5": "annual", "6": "follow_up"}
BIRTH_DATE_QUALITIES = {"1": "full", "2": "approximate", "8": "not_known", "9": "not_said"}
UNKNOWN = {"8": "not_known", "9": "not_said"}
GENDER_FLAGS = {
    "Female": "woman",
    "Male": "man",
    "NoSingleGender": "non_binary",
    "Transgender": "transgender",
    "Questioning": "questioning",
}
SEXES = {"0": "woman", "1": "man", **UNKNOWN}
RACE_FLAGS = {
    "AmIndAKNative": "american_indian",
    "Asian": "asian",
    "BlackAfAmerican": "black",
    "HispanicLatinao": "hispanic",
    "Ethnicity": "hispanic",
    "MidEastNAfrican": "middle_eastern",
    "NativeHIPacific": "pacific_islander",
    "White": "white",
}
TOLD_BY_A_COLUMN = {
    "birth_date_quality": frozenset({"hmis.client.DOBDataQuality"}),
    "genders": frozenset(f"hmis.client.{name}" for name in (*GENDER_FLAGS, "GenderNone", "Sex")),
    "race_ethnicities": frozenset(f"hmis.client.{name}" for name in (*RACE_FLAGS, "RaceNone")),
    "is_veteran": frozenset({"hmis.client.VeteranStatus"}),
    "relationship": frozenset({"hmis.enrollment.RelationshipToHoH"}),
    "type": frozenset({"hmis.services.RecordType", "hmis.services.TypeProvided"}),
}
"""Answers that a typed column tells as well, by the column."""
NO_FUNDER = "34"
OTHER_FUNDER = "46"


def place_of(name: str, key: str, enrollment: str) -> tuple[Table, str]:
    """Where a row of a file goes, and its key there. key: in the HMIS.

    >>> place_of("Event", "17", "E3")
    (<Table.ASSESSMENT: 'assessment'>, 'Event:17')
    """
    if name == "Exit":
        return Table.EXIT, enrollment or key
    if name in TABLES:
        return TABLES[name], key
    return (Table.ASSESSMENT if name in ASSESSMENT_DATES else Table.REFERENCE), f"{name}:{key}"
