""" "What needs me today?": tasks by when they are due, people not seen for three weeks, people new on my list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import StaffMember

from ...dates_in_words import week_end
from ...models import Enrollment, StaffAssignment, Task
from ..standing import UNSEEN_AFTER_DAYS, last_contacts, under_way
from ..tasks import own_open_tasks
from ..visibility import enrollments_visible_to

NEW_FOR_DAYS = 14
AT_MOST = 50


@dataclass(frozen=True)
class Unseen:
    """Somebody on the list who has not been seen for `days`, counted from their entry when nobody saw them yet."""

    enrollment: Enrollment
    days: int


@dataclass(frozen=True)
class FrontLineHome:
    today: date
    late: tuple[Task, ...]
    due_today: tuple[Task, ...]
    this_week: tuple[Task, ...]
    later: int
    unseen: tuple[Unseen, ...]
    new: tuple[StaffAssignment, ...]
    on_list: int

    @property
    def answer(self) -> tuple[str, str]:
        late, now = len(self.late), len(self.due_today)
        rest = ngettext(
            "%(number)d person has not been seen for three weeks.",
            "%(number)d people have not been seen for three weeks.",
            len(self.unseen),
        ) % {"number": len(self.unseen)}
        rest = rest if self.unseen else ""
        if late + now == 0:
            return _("Nothing is due today."), rest
        first = ngettext("One thing", "%(number)d things", late + now) % {"number": late + now}
        if late == 0:
            return f"{first}.", rest
        if now == 0:
            how = ngettext("it is late", "all of them late", late)
        else:
            how = ngettext("one of them late", "%(late)d of them late", late) % {"late": late}
        return f"{first}, {how}.", rest


def front_line_home(staff: StaffMember, *, today: date) -> FrontLineHome:
    """The home of somebody with a list of people. Four queries."""
    tasks = list(own_open_tasks(staff)[:500])
    mine = StaffAssignment.objects.filter(staff=staff, ended_on__isnull=True)
    on_list = list(
        under_way(enrollments_visible_to(staff))
        .filter(pk__in=mine.values("enrollment"))
        .select_related("participant", "program")
        .order_by("participant__last_name", "participant__first_name", "pk")
    )
    new = mine.filter(
        enrollment__in=[each.pk for each in on_list], started_on__gt=today - timedelta(days=NEW_FOR_DAYS)
    ).select_related("enrollment__participant", "enrollment__program")
    week = week_end(today)
    return FrontLineHome(
        today=today,
        late=tuple(task for task in tasks if task.due_on < today),
        due_today=tuple(task for task in tasks if task.due_on == today),
        this_week=tuple(task for task in tasks if today < task.due_on <= week),
        later=sum(task.due_on > week for task in tasks),
        unseen=tuple(_unseen(on_list, today)),
        new=tuple(new.order_by("-started_on", "pk")[:AT_MOST]),
        on_list=len({each.participant_id for each in on_list}),
    )


def _unseen(on_list: list[Enrollment], today: date) -> list[Unseen]:
    """Longest unseen first: an order of days, not of people."""
    seen = last_contacts(each.pk for each in on_list)
    waits = [Unseen(each, (today - since).days) for each in on_list if (since := seen.get(each.pk) or each.entry_date)]
    return sorted((each for each in waits if each.days >= UNSEEN_AFTER_DAYS), key=lambda each: -each.days)
