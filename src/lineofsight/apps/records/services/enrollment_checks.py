"""What is asked of a stay: once in a program, one head in its household, and days in their order.

For the inside of a transaction, with the household and the person locked (`locking`): somebody else may be about to
write the same.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, Site, StaffMember, Standing
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..models import Enrollment, Participant, Stage
from ..models.participation import BEGUN, ENDED
from ..selectors.households import belongs_now
from ..selectors.visibility import enrollments_visible_to
from .days import check_not_before, check_not_in_future, in_full
from .households import check_can_join, check_one_head

ALREADY_IN: Final = "R305"
UNDER_WAY = Q(exit_date__isnull=True) & ~Q(standing=Standing.WITHDRAWN) & ~Q(stage=Stage.DENIED)


def check_not_in_already(
    participant: Participant,
    program: Program,
    site: Site | None,
    *,
    actor: StaffMember,
    but: Enrollment | None = None,
) -> None:
    """Raises R305 when they are in the program already. but: the stay at hand.

    Said of stays the actor may see; and of one at this very site, which the database would refuse.
    """
    told = Q(pk__in=enrollments_visible_to(actor).order_by().values("pk")) | Q(site=site, source__isnull=True)
    here = Enrollment.objects.filter(UNDER_WAY, told, participant=participant, program=program)
    if but is not None:
        here = here.exclude(pk=but.pk)
    if here.exists():
        raise Problem(
            ALREADY_IN,
            _("This person is in %(program)s already.") % {"program": program.name},
            _("Open the file and change that %(enrollment)s.") % {"enrollment": the_words().enrollment},
        )


def check_can_be_under_way(row: Enrollment, *, actor: StaffMember) -> None:
    """What is asked where a stay that is here becomes under way. Raises R305, and R702 when there is another head."""
    check_not_in_already(row.participant, row.program, row.site, actor=actor, but=row)
    if row.household is not None and belongs_now(row):
        check_one_head(row.household, row.relationship, participant=row.participant, actor=actor)


def check_place(row: Enrollment, actor: StaffMember) -> None:
    """Raises R702 and R707 when this stay cannot have its place in the household."""
    if row.household is None:
        raise Problem(
            "R707",
            _("They are in no household with this %(enrollment)s.") % {"enrollment": the_words().enrollment},
            _("Put them into one first: “Household” on their file."),
        )
    household = check_can_join(row.household, actor)
    if belongs_now(row):
        check_one_head(household, row.relationship, participant=row.participant, actor=actor)


def check_stands(row: Enrollment) -> None:
    """Raises R411 when this stay is taken out of the figures: asked of the locked row, for a colleague may have taken
    it out while a page of it was open."""
    if row.standing == Standing.WITHDRAWN:
        raise Problem(
            "R411",
            _("This %(enrollment)s was taken out of the figures; nothing is written on it.")
            % {"enrollment": the_words().enrollment},
            _("Count it again on the file first, or choose another."),
        )


def check_days(row: Enrollment) -> None:
    """Raises R302, R306 and R307 when the days of a stay do not fit each other, its stage or its services."""
    for day in (row.applied_on, row.entry_date, row.exit_date):
        if day is not None:
            check_not_in_future(day)
    if row.stage in BEGUN and row.entry_date is None:
        raise Problem("R306", _("There is no day of entry."), _("Write the day on which the person entered."))
    if row.stage in ENDED and row.exit_date is None:
        raise Problem(
            "R306",
            _("There is no day of exit."),
            _("Write the day on which the person left, or change the stage if they did not leave."),
        )
    if row.stage not in ENDED and row.exit_date is not None:
        raise Problem(
            "R306",
            _("This person has not left.") if row.stage in BEGUN else _("This person has not entered."),
            _("Change the stage first; the day is asked for with it."),
        )
    if row.stage not in BEGUN and row.entry_date is not None:
        raise Problem(
            "R306",
            _("This person has not entered."),
            _("Change the stage first; the day is asked for with it."),
        )
    if row.entry_date is not None:
        check_not_before(row.entry_date, row.applied_on, _("the application"))
        first = row.services.exclude(standing=Standing.WITHDRAWN).order_by("date").first()
        if first is not None and first.date < row.entry_date:
            raise Problem(
                "R306",
                _("There is a service on %(day)s, before this entry.") % {"day": in_full(first.date)},
                _("Enter on that day or earlier, or correct the service first."),
            )
    began = row.entry_date or row.applied_on
    if began is not None and row.joined_household_on is not None and row.joined_household_on < began:
        raise Problem(
            "R306",
            _("They came into the household on %(day)s, before this stay would begin.")
            % {"day": in_full(row.joined_household_on)},
            _("Choose that day or an earlier one, or take them out of the household first."),
        )
    if row.exit_date is not None:
        check_can_end_on(row, row.exit_date)


def check_can_end_on(row: Enrollment, on: date) -> None:
    """Raises R306 and R307 when something of this stay lies after that day."""
    check_not_before(on, row.entry_date, _("the entry"))
    check_not_before(on, row.joined_household_on, _("they came into the household"))
    check_not_before(on, row.left_household_on, _("they left the household"))
    last = row.services.exclude(standing=Standing.WITHDRAWN).aggregate(last=Max("date"))["last"]
    if last is not None and last > on:
        raise Problem(
            "R307",
            _("There is a service on %(day)s, after this exit.") % {"day": in_full(last)},
            _("End on that day or later, or take the service back first."),
        )
