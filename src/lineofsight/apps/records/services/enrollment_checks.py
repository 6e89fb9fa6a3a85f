"""What is asked of a stay before it is under way: once in a program, and one head in its household.

For the inside of a transaction, with the household and the person locked (`locking`): somebody else may be about to
write the same.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, Site, StaffMember, Standing
from lineofsight.apps.agency.words import the_words
from lineofsight.problems import Problem

from ..models import Enrollment, Participant, Stage
from ..selectors.households import belongs_now
from ..selectors.visibility import enrollments_visible_to
from .households import check_one_head

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
