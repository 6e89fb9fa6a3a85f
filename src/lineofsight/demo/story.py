"""The faults planted in the made-up agency, as data: what each is, where it shows, and how it is found again.

Pages that should notice a fault are tested against this list: they must find it without being told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .found_again import (
    Found,
    adults_who_left_without_income,
    doubles,
    families_never_asked,
    impossible_school_days,
    late_teams,
    lists_of_leavers,
    lists_over_the_agreed,
    lonely_administrators,
    matches_never_ended,
    months_without_wages,
    nobodys_people,
    not_seen_for_months,
    programs_without_outcome,
    rent_without_move_in,
    served_after_exit,
    sites_that_stopped_asking,
    tasks_of_leavers,
    too_small_programs,
    townships_hardly_reached,
)


@dataclass(frozen=True)
class Fault:
    """expected: how many things `find` gives on the agency's day; each is a tuple described by `of`."""

    id: str
    what: str
    shows: str
    of: str
    expected: int
    find: Callable[[date], Found]


FAULTS = (
    Fault(
        "late_entry",
        "One team writes its services down weeks later, at the end of the month, since September 2026.",
        "home of the performance lead, data quality by team, recorded within 7 days",
        "(program, site)",
        1,
        late_teams,
    ),
    Fault(
        "doubles",
        "Thirteen people are here twice under another spelling, Maya Ramirez and Maia Ramírez among them.",
        "client search, adding a client, home of the performance lead, people served",
        "(participant, participant)",
        13,
        doubles,
    ),
    Fault(
        "too_small_to_publish",
        "Lantern House has served seven people: no figure about it can be published.",
        "every published figure by program",
        "(program,)",
        1,
        too_small_programs,
    ),
    Fault(
        "leaver_list",
        "Rosa Delgado leaves tomorrow, and nobody has been chosen for her 23 people.",
        "people page, deactivation, home of the supervisor",
        "(assignment,)",
        23,
        lists_of_leavers,
    ),
    Fault(
        "leaver_tasks",
        "Four things Rosa Delgado promised are open.",
        "people page, deactivation",
        "(task,)",
        4,
        tasks_of_leavers,
    ),
    Fault(
        "nobodys_people",
        "Keisha Abebe left on October 30 without a hand-over: seven youth at Eastside are on nobody’s list.",
        "home of the supervisor, data quality",
        "(enrollment,)",
        7,
        nobodys_people,
    ),
    Fault(
        "not_seen",
        "Nine active people have not been seen for more than two months; on paper they are still here.",
        "work lists, youth with an active mentor",
        "(enrollment,)",
        9,
        not_seen_for_months,
    ),
    Fault(
        "one_administrator",
        "Imani Brooks is the only administrator: when she is away, nobody can let people in.",
        "people page, set-up page",
        "(staff,)",
        1,
        lonely_administrators,
    ),
    Fault(
        "long_lists",
        "Ten workers have more than the agreed 25 people on their list; one has 14.",
        "home of the supervisor, program page",
        "(staff,)",
        10,
        lists_over_the_agreed,
    ),
    Fault(
        "served_after_exit",
        "Six exits of Works Forward were dated back; calls were made after them.",
        "client file, data quality",
        "(enrollment,)",
        6,
        served_after_exit,
    ),
    Fault(
        "never_asked_at_start",
        "Eleven families of 2026 were asked nothing at the start, so that no change can be told.",
        "data quality, families function better",
        "(enrollment,)",
        11,
        families_never_asked,
    ),
    Fault(
        "stopped_asking",
        "Northgate has not asked the four questions on belonging since April 2026; nobody decided that.",
        "youth feel they belong by site, data quality",
        "(site,)",
        1,
        sites_that_stopped_asking,
    ),
    Fault(
        "program_without_outcome",
        "The Holiday Gift Drive serves hundreds of households and asks nobody whether it helps; its grant ends on "
        "January 31, 2027.",
        "mission page, funders, hours by phrase",
        "(program,)",
        1,
        programs_without_outcome,
    ),
    Fault(
        "no_wage_after_one_year",
        "The one-year job check has not been made since April 2026.",
        "wage after one year, follow-up reached",
        "(year, month)",
        7,
        months_without_wages,
    ),
    Fault(
        "no_income_at_exit",
        "Fourteen adults left Home Again in the year of the HUD report without an income at exit.",
        "data quality, income grows, report to HUD",
        "(enrollment,)",
        14,
        adults_who_left_without_income,
    ),
    Fault(
        "no_move_in_date",
        "Rent is paid for six households whose move-in date nobody wrote down.",
        "data quality, days until move-in",
        "(enrollment,)",
        6,
        rent_without_move_in,
    ),
    Fault(
        "match_never_ended",
        "Seven youth at Eastside left, and their matches look as if they lasted.",
        "data quality, youth keep a mentor for a year",
        "(enrollment,)",
        7,
        matches_never_ended,
    ),
    Fault(
        "impossible_school_days",
        "Three school records have more days missed than the month had.",
        "data quality, youth attend school more",
        "(assessment,)",
        3,
        impossible_school_days,
    ),
    Fault(
        "northern_townships",
        "Nine of ten clients live in the two towns; the four townships in the north are hardly reached.",
        "mission page, people served by township",
        "(township,)",
        4,
        townships_hardly_reached,
    ),
)
