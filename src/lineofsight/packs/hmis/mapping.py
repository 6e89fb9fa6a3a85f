"""Which rows of ours a row of the HMIS becomes.

Columns with a typed place go there; every other column is an answer under its permanent key. ExportID is in no row: it
differs in every export, and would make every row a changed one; it stands in the identity of the source and in the row
of Export.csv. A project and a funder become typed rows, and also a whole REFERENCE row, because the typed ones hold no
answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lineofsight.packs.rows import RowProblem, SourceRow, Table, Value

from .checking import CheckedRow, KnownRows
from .layout import FileLayout, code_lists, service_kinds
from .problems import found

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
# Answers that a typed column tells as well, by the column.
TOLD_BY_A_COLUMN = {
    "birth_date_quality": frozenset({"hmis.client.DOBDataQuality"}),
    "genders": frozenset(f"hmis.client.{name}" for name in (*GENDER_FLAGS, "GenderNone", "Sex")),
    "race_ethnicities": frozenset(f"hmis.client.{name}" for name in (*RACE_FLAGS, "RaceNone")),
    "is_veteran": frozenset({"hmis.client.VeteranStatus"}),
    "relationship": frozenset({"hmis.enrollment.RelationshipToHoH"}),
    "type": frozenset({"hmis.services.RecordType", "hmis.services.TypeProvided"}),
}
NO_FUNDER = "34"
OTHER_FUNDER = "46"

Made = list[SourceRow | RowProblem]


@dataclass(slots=True)
class Mapping:
    """What the mapping of a row needs to know of the others. funders, service_types: those already told of."""

    known: dict[str, KnownRows]
    funders: set[str] = field(default_factory=set)
    service_types: dict[tuple[Value, Value], tuple[str, str, str]] = field(default_factory=dict)


Mapper = Callable[[CheckedRow, Mapping], Made]


def mapper_of(file: FileLayout) -> Mapper:
    """The function that makes rows of this file's rows."""
    special: dict[str, Mapper] = {
        "Export": _export,
        "Organization": _organization,
        "Project": _project,
        "Funder": _funder,
        "Client": _client,
        "Enrollment": _enrollment,
        "Exit": _exit,
        "Services": _service,
    }
    if file.name in special:
        return special[file.name]
    if file.name in ASSESSMENT_DATES:
        return _assessment_of(file)
    return _reference


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


def deleted_row(file: FileLayout, row: CheckedRow, taken: bool) -> SourceRow:
    """A row the HMIS has deleted. taken: another row stands under its key; then it gets a key of its own."""
    table, key = place_of(file.name, row.key, row.references.get("EnrollmentID", ""))
    if taken:
        key = f"{key} (deleted, line {row.line})"
    return SourceRow(table, key, row.file, row.line, {}, deleted=True)


def _name_of(row: CheckedRow) -> str:
    return row.file.removesuffix(".csv")


def _reference(row: CheckedRow, mapping: Mapping) -> Made:
    name = _name_of(row)
    values: dict[str, Value] = {"table": name, "program_key": row.references.get("ProjectID", "")}
    return [SourceRow(Table.REFERENCE, f"{name}:{row.key}", row.file, row.line, values, row.answers, row.aside)]


def _export(row: CheckedRow, mapping: Mapping) -> Made:
    values: dict[str, Value] = {"table": "Export", "program_key": ""}
    return [SourceRow(Table.REFERENCE, "Export", row.file, row.line, values, row.answers, row.aside)]


def _organization(row: CheckedRow, mapping: Mapping) -> Made:
    serves_victims = row.answers.get("hmis.organization.VictimServiceProvider") == "1"
    mapping.known["Organization"].standing[row.key] = "protected" if serves_victims else ""
    return _reference(row, mapping)


def _end_after(row: CheckedRow, start: Value, end: Value, column: str, made: Made) -> Value:
    """The end, if it is not before the start; else None, and a problem among `made`."""
    if isinstance(start, str) and isinstance(end, str) and end < start:
        made.append(found("H211", row.file, row.line, column, end, start=start))
        return None
    return end


def _project(row: CheckedRow, mapping: Mapping) -> Made:
    made: Made = []
    answers = row.answers
    mapping.known["Project"].standing[row.key] = ""
    started = answers.get("hmis.project.OperatingStartDate")
    protected = mapping.known["Organization"].standing[row.references["OrganizationID"]]
    values: dict[str, Value] = {
        "name": answers["hmis.project.ProjectName"],
        "field": FIELDS.get(str(answers.get("hmis.project.ProjectType", "")), ""),
        "started_on": started,
        "ended_on": _end_after(row, started, answers.get("hmis.project.OperatingEndDate"), "OperatingEndDate", made),
        "protection": "victim_services" if protected else "none",
    }
    made.append(SourceRow(Table.PROGRAM, row.key, row.file, row.line, values))
    program = {"table": "Project", "program_key": row.key}
    made.append(SourceRow(Table.REFERENCE, f"Project:{row.key}", row.file, row.line, program, answers, row.aside))
    return made


def _funder(row: CheckedRow, mapping: Mapping) -> Made:
    made = _reference(row, mapping)
    answers = row.answers
    code = str(answers.get("hmis.funder.Funder", ""))
    if not code or code == NO_FUNDER:
        return made
    name = code_lists()["funding_sources"].codes[code]
    other = str(answers.get("hmis.funder.OtherFunder", ""))
    key = code
    if code == OTHER_FUNDER and other:
        name, key = other, f"{code}:{other.casefold()}"[:120]
    if key not in mapping.funders:
        mapping.funders.add(key)
        made.append(SourceRow(Table.FUNDER, key, row.file, row.line, {"name": name}))
    number = str(answers.get("hmis.funder.GrantID", ""))
    starts = answers.get("hmis.funder.StartDate")
    values: dict[str, Value] = {
        "funder_key": key,
        "name": f"{name}, {number}"[:200] if number else name,
        "number": number,
        "starts_on": starts,
        "ends_on": _end_after(row, starts, answers.get("hmis.funder.EndDate"), "EndDate", made),
        "program_key": row.references["ProjectID"],
    }
    made.append(SourceRow(Table.GRANT, row.key, row.file, row.line, values))
    return made


def _client(row: CheckedRow, mapping: Mapping) -> Made:
    answers, typed = row.answers, row.typed
    birth = typed.get("DOB")
    mapping.known["Client"].standing[row.key] = str(birth or "")
    values: dict[str, Value | list[str]] = {
        "first_name": typed.get("FirstName", ""),
        "middle_name": typed.get("MiddleName", ""),
        "last_name": typed.get("LastName", ""),
        "name_suffix": typed.get("NameSuffix", ""),
        "birth_date": birth,
        "birth_date_quality": BIRTH_DATE_QUALITIES.get(str(answers.get("hmis.client.DOBDataQuality")), "not_asked"),
        "genders": _genders(answers),
        "race_ethnicities": _said(answers, RACE_FLAGS, "RaceNone"),
        "is_veteran": {"1": True, "0": False}.get(str(answers.get("hmis.client.VeteranStatus"))),
    }
    return [SourceRow(Table.PARTICIPANT, row.key, row.file, row.line, values, answers, row.aside)]


def _genders(answers: dict[str, Value]) -> list[str]:
    if sex := SEXES.get(str(answers.get("hmis.client.Sex"))):
        return [sex]
    return _said(answers, GENDER_FLAGS, "GenderNone")


def _said(answers: dict[str, Value], flags: dict[str, str], none: str) -> list[str]:
    """The meanings of the flags that are set; else why there is none, if that was said."""
    said = {meaning: None for flag, meaning in flags.items() if answers.get(f"hmis.client.{flag}") == "1"}
    if said:
        return list(said)
    why = UNKNOWN.get(str(answers.get(f"hmis.client.{none}")))
    return [why] if why else []


def _enrollment(row: CheckedRow, mapping: Mapping) -> Made:
    references, entry = row.references, str(row.typed["EntryDate"])
    person = references["PersonalID"]
    known = mapping.known["Enrollment"]
    known.standing[row.key] = entry
    known.persons[row.key] = person
    values: dict[str, Value] = {
        "participant_key": person,
        "program_key": references["ProjectID"],
        "household_key": row.typed.get("HouseholdID"),
        "relationship": RELATIONSHIPS.get(str(row.answers.get("hmis.enrollment.RelationshipToHoH")), "not_asked"),
        "entry_date": entry,
        "stage": "active",
    }
    made: Made = [SourceRow(Table.ENROLLMENT, row.key, row.file, row.line, values, row.answers, row.aside)]
    birth = mapping.known["Client"].standing[person]
    if birth > entry:
        made.append(found("H306", row.file, row.line, "EntryDate", entry, birth=birth))
    return made


def _exit(row: CheckedRow, mapping: Mapping) -> Made:
    enrollment, left = row.references["EnrollmentID"], str(row.typed["ExitDate"])
    entry = mapping.known["Enrollment"].standing[enrollment]
    if left < entry:
        impossible = found("H110", row.file, row.line, "ExitDate", left, entry=entry)
        within = ((Table.PARTICIPANT, row.references["PersonalID"]), (Table.ENROLLMENT, enrollment))
        return [replace(impossible, of=(Table.EXIT, enrollment), within=within)]
    early = row.answers.get("hmis.exit.ProjectCompletionStatus") in ("2", "3")
    values: dict[str, Value] = {"exit_date": left, "stage": "withdrawn" if early else "completed"}
    return [SourceRow(Table.EXIT, enrollment, row.file, row.line, values, row.answers, row.aside)]


def _service(row: CheckedRow, mapping: Mapping) -> Made:
    answers = row.answers
    day = row.typed["DateProvided"]
    enrollment = row.references["EnrollmentID"]
    kind = (answers["hmis.services.RecordType"], answers["hmis.services.TypeProvided"])
    made: Made = []
    if kind not in mapping.service_types:
        mapping.service_types[kind] = _service_type(row, made, str(kind[0]), str(kind[1]))
    key, name, unit = mapping.service_types[kind]
    values: dict[str, Value] = {
        "enrollment_key": enrollment,
        "type_key": key,
        "type_name": name,
        "unit": unit,
        "date": day,
        "quantity": 1,
        "amount": row.typed.get("FAAmount"),
    }
    made.append(SourceRow(Table.SERVICE, row.key, row.file, row.line, values, answers, row.aside))
    _note_if_before_entry(row, mapping, enrollment, "DateProvided", str(day), made)
    return made


def _service_type(row: CheckedRow, made: Made, record: str, number: str) -> tuple[str, str, str]:
    title = code_lists()["record_types"].codes[record]
    kind = service_kinds()[record]
    name = kind.types.get(number)
    if name is None:
        name = f"type {number}"
        made.append(found("H312", row.file, row.line, "TypeProvided", number, title=title))
    return f"hmis:{record}:{number}", name if name == title else f"{title}: {name}", kind.unit


def _note_if_before_entry(
    row: CheckedRow, mapping: Mapping, enrollment: str, column: str, day: str, made: Made
) -> None:
    entry = mapping.known["Enrollment"].standing[enrollment]
    if day < entry:
        made.append(found("H307", row.file, row.line, column, day, entry=entry))


def _assessment_of(file: FileLayout) -> Mapper:
    name, instrument = file.name, file.instrument
    day_column = ASSESSMENT_DATES[name]
    stage = f"{instrument}.DataCollectionStage"
    assessed_on = name == "Assessment"

    def assessment(row: CheckedRow, mapping: Mapping) -> Made:
        assessments = mapping.known["Assessment"].standing
        day = row.typed[day_column] if day_column else assessments[row.references["AssessmentID"]]
        if assessed_on:
            assessments[row.key] = str(day)
        values: dict[str, Value] = {
            "enrollment_key": row.references["EnrollmentID"],
            "instrument_key": instrument,
            "point": POINTS.get(str(row.answers.get(stage)), "update"),
            "date": day,
        }
        return [SourceRow(Table.ASSESSMENT, f"{name}:{row.key}", row.file, row.line, values, row.answers, row.aside)]

    return assessment
