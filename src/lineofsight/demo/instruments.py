"""The questions the made-up agency asks: its own data elements, code lists and instruments.

Keys that measures will ask for are the field's common words (monthly_income, exit_destination). No item of a licensed
scale is here: scores are typed in as the agency's staff would read them from their own sheets.
"""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.apps.forms.models import Code, CodeGroup, CodeSet, DataElement, Instrument, InstrumentElement
from lineofsight.packs.elements import CodeSetSpec, ElementSpec, InstrumentSpec

from .places import TOWNS

CODE_SETS = (
    CodeSetSpec("township", "Town or township", tuple((town.key, town.name) for town in TOWNS)),
    CodeSetSpec(
        "household_type",
        "Kind of household",
        (
            ("single_adult", "One adult"),
            ("couple", "Two adults"),
            ("one_parent", "One adult with children"),
            ("two_parents", "Two adults with children"),
            ("other", "Another kind"),
        ),
    ),
    CodeSetSpec(
        "exit_reason",
        "Why it ended",
        (
            ("finished", "Finished as planned"),
            ("moved_away", "Moved away"),
            ("no_time", "No time any more"),
            ("other_help", "Went to other help"),
            ("no_contact", "No contact any more"),
            ("asked_to_leave", "We ended it"),
        ),
    ),
    CodeSetSpec(
        "where_people_go",
        "Where people go",
        (
            ("rental_no_subsidy", "Rental, no subsidy"),
            ("rental_subsidy", "Rental, with a subsidy"),
            ("owned_home", "Own home"),
            ("family_for_good", "With family, for good"),
            ("friends_for_good", "With friends, for good"),
            ("family_for_now", "With family, for now"),
            ("friends_for_now", "With friends, for now"),
            ("transitional", "Transitional housing"),
            ("shelter", "Emergency shelter"),
            ("outside", "Outside, in a car"),
            ("institution", "Hospital, jail or another institution"),
            ("not_known", "Not known"),
        ),
    ),
    CodeSetSpec(
        "goal_result",
        "How far the goal was reached",
        (("reached", "Fully reached"), ("partly", "Partly reached"), ("not_reached", "Not reached")),
    ),
    CodeSetSpec(
        "always_to_never",
        "How often",
        (("always", "Always"), ("mostly", "Mostly"), ("sometimes", "Sometimes"), ("never", "Never")),
    ),
    CodeSetSpec(
        "a_lot_to_none",
        "How much",
        (("a_lot", "A lot"), ("some", "Some"), ("a_little", "A little"), ("none", "None")),
    ),
    CodeSetSpec(
        "visit_parts",
        "Core parts of a home visit",
        (
            ("own_goal", "Talked about the parent’s own goal"),
            ("habit", "Tried one habit together"),
            ("introduction", "Introduced other help in person"),
            ("next_step", "Agreed on the next step"),
        ),
    ),
    CodeSetSpec(
        "referral_result",
        "What became of the referral",
        (
            ("connected", "Had a first appointment"),
            ("waiting", "On a waiting list"),
            ("not_connected", "Did not get there"),
            ("not_checked", "Not checked"),
        ),
    ),
    CodeSetSpec(
        "follow_up_result",
        "Whether we reached the person",
        (("answered", "Answered"), ("refused", "Did not want to"), ("not_reached", "Not reached")),
    ),
)

CODE_GROUPS = (  # code set, key, title, codes
    (
        "where_people_go",
        "permanent",
        "A home for good",
        ("rental_no_subsidy", "rental_subsidy", "owned_home", "family_for_good", "friends_for_good"),
    ),
    (
        "where_people_go",
        "temporary",
        "A place for now",
        ("family_for_now", "friends_for_now", "transitional"),
    ),
    ("where_people_go", "homeless", "Without a home", ("shelter", "outside")),
)

ELEMENTS = (
    ElementSpec("township", "Town or township", "code", code_set="township"),
    ElementSpec("household_type", "Kind of household", "code", code_set="household_type"),
    ElementSpec("school_name", "School", "text"),
    ElementSpec("consent_to_follow_up", "May we ask later how things are?", "boolean"),
    ElementSpec("intended_contacts", "Contacts the plan intends", "integer", "contacts", minimum=0),
    ElementSpec("exit_reason", "Why it ended", "code", code_set="exit_reason"),
    # Youth
    ElementSpec("match_start_date", "Mentor match began", "date"),
    ElementSpec("match_end_date", "Mentor match ended", "date"),
    ElementSpec(
        "attendance_before_match",
        "School days attended in the semester before",
        "decimal",
        "share of days",
        minimum=0,
        maximum=1,
    ),
    ElementSpec("school_days_in_month", "School days in the month", "integer", "days", minimum=0, maximum=31),
    ElementSpec(
        "school_days_missed",
        "School days missed in the month",
        "integer",
        "days",
        minimum=0,
        maximum=31,
        at_most="school_days_in_month",
    ),
    ElementSpec("belonging_missed", "Somebody here would miss me", "integer", "points", minimum=1, maximum=5),
    ElementSpec("belonging_welcome", "I am welcome as I am", "integer", "points", minimum=1, maximum=5),
    ElementSpec("belonging_counted_on", "Others count on me", "integer", "points", minimum=1, maximum=5),
    ElementSpec("belonging_someone_to_ask", "I have someone to ask", "integer", "points", minimum=1, maximum=5),
    ElementSpec("belonging_short_score", "Feels part of a group", "integer", "points", minimum=4, maximum=20),
    ElementSpec("youth_wish", "What the young person would like us to do next", "text"),
    # Families
    ElementSpec("parent_stress_score", "Parents’ stress", "integer", "points", minimum=0, maximum=60),
    ElementSpec("family_functioning_score", "How the family functions", "decimal", "points", minimum=1, maximum=5),
    ElementSpec("family_goal", "The goal in the parent’s own words", "text"),
    ElementSpec("family_goal_chosen_on", "Goal chosen", "date"),
    ElementSpec("family_goal_result", "How far the goal was reached", "code", code_set="goal_result"),
    ElementSpec("visit_parts_done", "Core parts done", "codes", code_set="visit_parts"),
    ElementSpec("referral_to", "Sent to", "text"),
    ElementSpec("referral_result", "What became of the referral", "code", code_set="referral_result"),
    # Work and income
    ElementSpec("monthly_income", "Monthly income", "money", "US dollars a month", minimum=0),
    ElementSpec("employed", "At work now", "boolean"),
    ElementSpec("employed_at_check", "At work at the check", "boolean"),
    ElementSpec("wage_aimed_for", "Wage to aim for", "money", "US dollars an hour", minimum=0),
    ElementSpec("credential_date", "Credential earned", "date"),
    ElementSpec("job_start_date", "Job began", "date"),
    ElementSpec("job_end_date", "Job ended", "date"),
    ElementSpec("hourly_wage", "Hourly wage", "money", "US dollars an hour", minimum=0),
    ElementSpec("follow_up_due_on", "Follow-up due", "date"),
    ElementSpec("follow_up_result", "Whether we reached the person", "code", code_set="follow_up_result"),
    # Housing
    ElementSpec("move_in_date", "Moved in", "date"),
    ElementSpec("exit_destination", "Where the person went", "code", code_set="where_people_go"),
    ElementSpec("housing_steadiness", "How steady housing is", "integer", "points", minimum=1, maximum=5),
    ElementSpec("landlord_asked_on", "Landlord asked", "date"),
    ElementSpec("landlord_answered_on", "Landlord answered", "date"),
    ElementSpec("homeless_again_on", "Without a home again", "date"),
    # Any program
    ElementSpec("treated_with_respect", "Were you treated with respect?", "code", code_set="always_to_never"),
    ElementSpec("help_made_a_difference", "Did our help make a difference?", "code", code_set="a_lot_to_none"),
)

_BELONGING = (
    "belonging_missed",
    "belonging_welcome",
    "belonging_counted_on",
    "belonging_someone_to_ask",
    "belonging_short_score",
)
_FOLLOW_UP = ("follow_up_due_on", "follow_up_result")
INSTRUMENTS = (
    InstrumentSpec("youth_start", "Start of mentoring", ("school_name", "attendance_before_match", *_BELONGING)),
    InstrumentSpec("school_record", "School record of the month", ("school_days_in_month", "school_days_missed")),
    InstrumentSpec("six_month_check", "Half-year check", _BELONGING),
    InstrumentSpec("twelve_month_check", "12-month check", ("school_name", *_BELONGING, "youth_wish")),
    InstrumentSpec("youth_exit", "End of mentoring", ("exit_reason", "match_end_date", *_BELONGING)),
    InstrumentSpec("youth_follow_up", "Half a year after mentoring", (*_FOLLOW_UP, "belonging_someone_to_ask")),
    InstrumentSpec("family_scales", "Family scales", ("parent_stress_score", "family_functioning_score")),
    InstrumentSpec("family_plan", "Family plan", ("family_goal", "family_goal_chosen_on")),
    InstrumentSpec("family_plan_review", "Review of the family plan", ("family_goal_result",)),
    InstrumentSpec("income", "Income", ("monthly_income", "employed")),
    InstrumentSpec("work_plan", "Work plan", ("wage_aimed_for", "employed")),
    InstrumentSpec("credential", "Credential", ("credential_date",)),
    InstrumentSpec("job_record", "Job", ("job_start_date", "hourly_wage")),
    InstrumentSpec("six_month_job_check", "Job after six months", (*_FOLLOW_UP, "employed_at_check", "job_end_date")),
    InstrumentSpec("one_year_job_check", "Job after one year", (*_FOLLOW_UP, "employed_at_check", "hourly_wage")),
    InstrumentSpec("housing_check", "How steady housing is", ("housing_steadiness",)),
    InstrumentSpec("housing_exit", "End of Home Again", ("exit_destination", "exit_reason", "housing_steadiness")),
    InstrumentSpec("one_year_housing_check", "Home after one year", (*_FOLLOW_UP, "homeless_again_on")),
    InstrumentSpec("feedback", "What you think of us", ("treated_with_respect", "help_made_a_difference")),
)


@dataclass(frozen=True)
class Questions:
    """The rows, unsaved; instruments by key."""

    code_sets: list[CodeSet]
    codes: list[Code]
    groups: list[tuple[CodeGroup, tuple[Code, ...]]]
    elements: list[DataElement]
    instruments: dict[str, Instrument]
    items: list[InstrumentElement]


def imagine_questions() -> Questions:
    code_sets = {spec.key: CodeSet(key=spec.key, title=spec.title) for spec in CODE_SETS}
    elements = {
        spec.key: DataElement(
            key=spec.key,
            label=spec.label,
            type=spec.type,
            unit=spec.unit,
            code_set=code_sets[spec.code_set] if spec.code_set else None,
            minimum=spec.minimum,
            maximum=spec.maximum,
            at_most=spec.at_most,
        )
        for spec in ELEMENTS
    }
    instruments = {spec.key: Instrument(key=spec.key, title=spec.title) for spec in INSTRUMENTS}
    codes = {
        (spec.key, code): Code(code_set=code_sets[spec.key], code=code, label=label, position=position)
        for spec in CODE_SETS
        for position, (code, label) in enumerate(spec.codes)
    }
    return Questions(
        code_sets=list(code_sets.values()),
        codes=list(codes.values()),
        groups=[
            (CodeGroup(code_set=code_sets[of], key=key, title=title), tuple(codes[of, code] for code in members))
            for of, key, title, members in CODE_GROUPS
        ],
        elements=list(elements.values()),
        instruments=instruments,
        items=[
            InstrumentElement(instrument=instruments[spec.key], element=elements[key], position=position)
            for spec in INSTRUMENTS
            for position, key in enumerate(spec.element_keys)
        ],
    )
