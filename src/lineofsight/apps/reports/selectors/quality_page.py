""" "Can we trust these figures?": what is missing by program and team, what to mend first, which figures need care.

The rule: a finding leads to where it is mended, and is cut to the people the viewer may see. No row is about one worker
unless the viewer is that worker or their direct supervisor (see `figures.quality.teams`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Program, Site, StaffMember
from lineofsight.apps.figures.quality import (
    Finding,
    HouseCheck,
    counts_seen_by,
    doubles_seen_by,
    entries_at_fault,
    faults_seen_by,
    people_concerned,
    stays_concerned,
    teams_of,
)
from lineofsight.apps.figures.selectors.builds import looked_at
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.framework.selectors.gaps import GapKind, gaps_of, of_kind
from lineofsight.apps.framework.selectors.line import line_of_sight
from lineofsight.apps.framework.selectors.nodes import Line
from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.permissions import can_find_duplicates
from lineofsight.apps.records.selectors.mastering import keeper_of
from lineofsight.apps.records.selectors.visibility import enrollments_led_by, enrollments_workable_by
from lineofsight.measures import Grain, MendAt
from lineofsight.packs.quality import declared_checks

from ..wording.faults import FaultWords, fault_words
from ..wording.periods import month_and_year

PEOPLE_PER_PAGE = 50
FEW_ASKED = 0.9  # below it a row is worth a look (project default)
SEVERAL = 5  # people with a missing answer, before a measure is read with care (project default)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """asked: share 0 to 1 of those who should have been asked at start or exit; None when most are not asked there, or
    nobody came or left. to_mend: things with a finding."""

    name: str
    is_program: bool
    asked: float | None
    asked_of: int
    days: int | None
    to_mend: int
    href: str

    @property
    def is_low(self) -> bool:
        return self.asked is not None and self.asked < FEW_ASKED

    @property
    def written(self) -> str:
        """How long it takes until a service is written down, in words; empty when none was."""
        if self.days is None:
            return ""
        return (
            ngettext("%(number)s day", "%(number)s days", self.days) % {"number": self.days}
            if self.days
            else _("same day")
        )

    @property
    def bar(self) -> int:
        """Pixels of 104."""
        return round(104 * (self.asked or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMend:
    """kind: the shape; measures: how many measures in use it bends. program None: of no single program."""

    program: int | None = None
    kind: str
    words: FaultWords
    href: str
    measures: int
    number: int

    @property
    def second(self) -> str:
        if not self.measures:
            return self.words.second
        touches = ngettext("Touches one measure.", "Touches %(number)s measures.", self.measures)
        return f"{self.words.second} {touches % {'number': self.measures}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithCare:
    """A measure whose figures should be read with care, and why."""

    title: str
    href: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPage:
    teams: tuple[TeamRow, ...]
    to_mend: tuple[ToMend, ...]
    with_care: tuple[WithCare, ...]
    measures: int  # in use, that read our records
    looked_at: datetime | None  # when the records were last looked through

    @property
    def things(self) -> int:
        return sum(each.number for each in self.to_mend)

    @property
    def answer(self) -> tuple[str, str]:
        good = self.measures - len(self.with_care)
        first = (
            ngettext("Yes for %(good)s of %(all)s measure.", "Yes for %(good)s of %(all)s measures.", self.measures)
            % {"good": good, "all": self.measures}
            if self.measures
            else _("No measure is in use yet.")
        )
        things = ngettext("One thing can be mended.", "%(number)s things can be mended.", self.things)
        return first, things % {"number": self.things} if self.things else _("There is nothing to mend.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """One person with a fault. href: where it is mended, or the file where the viewer may only read; kept_in: the
    source that must mend it."""

    name: str
    place: str
    href: str
    kept_in: str
    can_mend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPage:
    """The people behind one finding, by name: as many as a page holds, of those there are."""

    words: FaultWords
    people: tuple[Concerned, ...]
    page: Page[Enrollment]

    @property
    def only_read(self) -> bool:
        """Whether somebody else mends all of it."""
        return bool(self.people) and not any(each.can_mend for each in self.people)


def quality_page(viewer: StaffMember, today: date) -> QualityPage:
    """The page, for the places of this viewer. About 30 queries, however many records and findings there are."""
    findings = faults_seen_by(viewer)
    line = line_of_sight(today)
    names, sites, labels = _programs(), _sites(), _labels(findings)
    mend = [_to_mend(line, each, names, sites, labels) for each in findings]
    mend += _doubles(viewer)
    mend.sort(key=lambda each: (-each.measures, -each.number))
    return QualityPage(
        teams=tuple(_team_rows(viewer, findings, names, sites)),
        to_mend=tuple(mend),
        with_care=tuple(_with_care(line, findings)),
        measures=sum(bool(each.assignments) and not each.is_reported for each in line.measures.values()),
        looked_at=looked_at(),
    )


def fault_page(viewer: StaffMember, *, check: str, program: int, site: int | None, number: int) -> FaultPage:
    """Who is behind a finding, as far as this viewer sees them; of many the page of this number. Eleven queries."""
    findings = [each for each in faults_seen_by(viewer) if (each.check, each.program) == (check, program)]
    if site is not None:
        at = [replace(each, parts=tuple(part for part in each.parts if part.site == site)) for each in findings]
        findings = [each for each in at if each.parts]
    concerned = (
        stays_concerned(viewer, findings)
        .select_related("participant", "program", "site", "source")
        .order_by("participant__last_name", "participant__first_name", "pk")
    )
    page = Paginator(concerned, PEOPLE_PER_PAGE).get_page(number)
    entries = entries_at_fault(findings, page)
    stays = Enrollment.objects.filter(pk__in=[each.pk for each in page])
    by_hand = enrollments_led_by if check == HouseCheck.NOBODY_LOOKS_AFTER else enrollments_workable_by
    mendable = set(by_hand(viewer).filter(pk__in=stays).values_list("pk", flat=True))
    missing = sorted({key for each in findings for key in each.elements})
    labels = _labels_of(missing)
    return FaultPage(
        words=fault_words(
            check,
            sum(each.number for each in findings),
            place=_place(program, site if findings else None, _programs(), _sites()),
            elements=tuple(_in_a_sentence(labels[key]) for key in missing),
        ),
        people=tuple(_concerned(each, check, entries.get(each.pk), can_mend=each.pk in mendable) for each in page),
        page=page,
    )


def _concerned(enrollment: Enrollment, check: str, entry: int | None, *, can_mend: bool) -> Concerned:
    site = enrollment.site.name if enrollment.site else ""
    return Concerned(
        name=enrollment.participant.display_name,
        place=f"{enrollment.program.name}, {site}" if site else enrollment.program.name,
        href=_mended_at(enrollment, check, entry) if can_mend else reverse("client", args=[enrollment.participant_id]),
        kept_in=keeper.title if (keeper := keeper_of(enrollment)) else "",
        can_mend=can_mend,
    )


def _mended_at(enrollment: Enrollment, check: str, entry: int | None) -> str:
    declared = declared_checks().get(check)
    if declared is not None and declared.mend is MendAt.ENTRY and entry is not None:
        is_service = declared.grain is Grain.SERVICE
        return reverse("service_correct" if is_service else "assessment_correct", args=[entry])
    if declared is not None and declared.mend is MendAt.ENROLLMENT:
        return reverse("enrollment_correct", args=[enrollment.pk])
    if check == HouseCheck.NOBODY_LOOKS_AFTER:
        return reverse("enrollment_staff", args=[enrollment.pk])
    if check in (HouseCheck.ANSWER_MISSING_AT_EXIT, HouseCheck.NEVER_ASKED_AT_START):
        return reverse("assessment_choose", args=[enrollment.participant_id])
    return reverse("client", args=[enrollment.participant_id])


def _to_mend(
    line: Line, finding: Finding, names: Mapping[int, str], sites: Mapping[int, str], labels: Mapping[str, str]
) -> ToMend:
    words = fault_words(
        finding.check,
        finding.number,
        place=_place(finding.program, finding.site, names, sites),
        elements=tuple(_in_a_sentence(labels[each]) for each in finding.elements),
    )
    measures = _touched(line, finding.touches, finding.program)
    address = reverse("quality_fault", args=[finding.check, finding.program])
    return ToMend(
        program=finding.program,
        kind="late" if measures else "attention" if finding.check == HouseCheck.NOBODY_LOOKS_AFTER else "open",
        words=words,
        href=f"{address}?site={finding.site}" if finding.site else address,
        measures=len(measures),
        number=finding.number,
    )


def _touched(line: Line, elements: Iterable[str], program: int) -> set[int]:
    """Measures in use in this program, or in the whole agency, that read one of the elements."""
    found = set()
    for key in elements:
        element = line.elements.get(key)
        for measure in element.measures if element else ():
            places = {line.assignments[each].program for each in line.measures[measure].assignments}
            if program in places or None in places:
                found.add(measure)
    return found


def _doubles(viewer: StaffMember) -> list[ToMend]:
    if not can_find_duplicates(viewer):
        return []
    number = doubles_seen_by(viewer)
    if not number:
        return []
    title = ngettext("%(number)s person may be here twice", "%(number)s people may be here twice", number)
    words = FaultWords(title % {"number": number}, _("Counted twice until somebody decides."), _("Compare"))
    return [ToMend(kind="open", words=words, href=reverse("duplicates"), measures=0, number=number)]


def _team_rows(
    viewer: StaffMember, findings: Sequence[Finding], names: Mapping[int, str], sites: Mapping[int, str]
) -> Iterable[TeamRow]:
    for team in teams_of(counts_seen_by(viewer), viewer):
        here = [
            part.number
            for each in findings
            for part in each.parts
            if each.program == team.program and (not team.sites or part.site in team.sites)
        ]
        yield TeamRow(
            name=" + ".join(sites[site] for site in team.sites) if team.sites else names[team.program],
            is_program=not team.sites,
            asked=team.asked / team.asked_of if team.asked_of else None,
            asked_of=team.asked_of,
            days=team.days,
            to_mend=sum(here),
            href=f"{reverse('quality')}?program={team.program}#mend",
        )


def _with_care(line: Line, findings: Iterable[Finding]) -> Iterable[WithCare]:
    """Measures without data, then measures in places where answers they read are missing for several people."""
    told = set()
    for gap in of_kind(gaps_of(line), GapKind.MEASURE_WITHOUT_DATA):
        measure = line.measures[gap.subject]
        if not measure.assignments or measure.is_reported:
            continue
        why = _("Something it needs is not asked.")
        if gap.since:
            why = _("No data since %(month)s.") % {"month": month_and_year(gap.since)}
        told.add(measure.id)
        yield WithCare(title=measure.title, href=reverse("result", args=[measure.assignments[0]]), why=why)
    bending: dict[int, list[Finding]] = defaultdict(list)
    for each in findings:
        for measure_id in _touched(line, each.touches, each.program) - told:
            bending[measure_id].append(each)
    for measure_id, its in sorted(bending.items()):
        measure = line.measures[measure_id]
        programs = {each.program for each in its}
        here = [each for each in measure.assignments if line.assignments[each].program in programs]
        people = people_concerned(its)
        if people < SEVERAL:
            continue
        why = _("Answers are missing or wrong for %(number)s people.")
        yield WithCare(
            title=measure.title,
            href=reverse("result", args=[(here or list(measure.assignments))[0]]),
            why=why % {"number": people},
        )


def _place(program: int, site: int | None, names: Mapping[int, str], sites: Mapping[int, str]) -> str:
    return f"{names[program]}, {sites[site]}" if site else names[program]


def _in_a_sentence(label: str) -> str:
    """A label as it stands inside a sentence."""
    return _("“%(label)s”") % {"label": label}


def _programs() -> dict[int, str]:
    return dict(Program.objects.values_list("pk", "name"))


def _sites() -> dict[int, str]:
    return dict(Site.objects.values_list("pk", "name"))


def _labels(findings: Iterable[Finding]) -> dict[str, str]:
    return _labels_of({key for each in findings for key in each.elements})


def _labels_of(keys: Collection[str]) -> dict[str, str]:
    found = dict(DataElement.objects.filter(key__in=keys).values_list("key", "label"))
    return {key: found.get(key, key) for key in keys}
