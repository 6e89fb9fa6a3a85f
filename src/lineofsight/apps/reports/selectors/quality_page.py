""" "Can we trust these figures?": what is missing by program and team, what to mend first, which figures need care.

The rule: a finding leads to where it is mended, and is cut to the people the viewer may see. No row is about one worker
unless the viewer is that worker or their direct supervisor (see `figures.quality.teams`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineofsight.apps.agency.models import Program, Site, StaffMember
from lineofsight.apps.figures.quality import Check, Finding, Team, find_faults, teams_of
from lineofsight.apps.forms.models import DataElement
from lineofsight.apps.framework.selectors.gaps import GapKind, gaps_of, of_kind
from lineofsight.apps.framework.selectors.line import line_of_sight
from lineofsight.apps.framework.selectors.nodes import Line
from lineofsight.apps.records.models import Enrollment
from lineofsight.apps.records.permissions import can_find_duplicates
from lineofsight.apps.records.selectors.lookalikes import people_with_a_double
from lineofsight.apps.records.selectors.visibility import enrollments_visible_to

from ..wording.faults import FaultWords, fault_words
from ..wording.periods import month_and_year

FEW_FILLED = 0.9  # below it a row is worth a look (project default)
SEVERAL = 5  # people with a missing answer, before a measure is read with care (project default)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """filled: share 0 to 1, None when nothing is asked of most. to_mend: people and entries with a finding."""

    name: str
    is_program: bool
    filled: float | None
    needed: int
    days: int | None
    to_mend: int
    href: str

    @property
    def is_low(self) -> bool:
        return self.filled is not None and self.filled < FEW_FILLED

    @property
    def bar(self) -> int:
        """Pixels of 104."""
        return round(104 * (self.filled or 0))


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
    """One person with a fault. href: where it is mended; kept_in: the source that must mend it."""

    name: str
    place: str
    href: str
    kept_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPage:
    """The people behind one finding, by name."""

    words: FaultWords
    people: tuple[Concerned, ...]


def quality_page(viewer: StaffMember, today: date) -> QualityPage:
    """The page, for the places of this viewer. About 45 queries, however many records."""
    enrollments = enrollments_visible_to(viewer)
    findings = find_faults(enrollments, today)
    line = line_of_sight(today)
    names, sites, labels = _programs(), _sites(), _labels(findings)
    mend = [_to_mend(line, group, names, sites, labels) for group in _together(findings)]
    mend += _doubles(viewer)
    mend.sort(key=lambda each: (-each.measures, -each.number))
    return QualityPage(
        teams=tuple(_team_rows(teams_of(enrollments, viewer, today), findings, names, sites)),
        to_mend=tuple(mend),
        with_care=tuple(_with_care(line, findings, {each.program for each in findings})),
        measures=sum(bool(each.assignments) and not each.is_reported for each in line.measures.values()),
    )


def fault_page(viewer: StaffMember, today: date, *, check: Check, program: int, site: int | None) -> FaultPage:
    """Who is behind a finding, as far as this viewer sees them. At most nine queries."""
    found = find_faults(enrollments_visible_to(viewer).filter(program=program), today, (check,))
    findings = [each for each in found if site is None or each.site == site]
    entries = {
        enrollment: row for each in findings for enrollment, row in zip(each.enrollments, each.rows, strict=False)
    }
    concerned = {enrollment for each in findings for enrollment in each.enrollments}
    people = (
        enrollments_visible_to(viewer)
        .filter(pk__in=concerned)
        .select_related("participant", "program", "site", "source")
        .order_by("participant__last_name", "participant__first_name", "pk")
    )
    labels = _labels(findings)
    names, sites = _programs(), _sites()
    elements = tuple(dict.fromkeys(_in_a_sentence(labels[each.element]) for each in findings if each.element))
    return FaultPage(
        words=fault_words(check, len(concerned), place=_place(program, site, names, sites), elements=elements),
        people=tuple(_concerned(each, check, entries.get(each.pk)) for each in people),
    )


def _concerned(enrollment: Enrollment, check: Check, entry: int | None) -> Concerned:
    site = enrollment.site.name if enrollment.site else ""
    return Concerned(
        name=enrollment.participant.display_name,
        place=f"{enrollment.program.name}, {site}" if site else enrollment.program.name,
        href=_mended_at(enrollment, check, entry),
        kept_in=enrollment.source.title if enrollment.source else "",
    )


def _mended_at(enrollment: Enrollment, check: Check, entry: int | None) -> str:
    if entry is not None:
        return reverse("assessment_correct", args=[entry])
    if check is Check.NOBODY_LOOKS_AFTER:
        return reverse("enrollment_staff", args=[enrollment.pk])
    if check is Check.SERVED_AFTER_EXIT:
        return reverse("enrollment_correct", args=[enrollment.pk])
    if check in (Check.ANSWER_MISSING_AT_EXIT, Check.NEVER_ASKED_AT_START):
        return reverse("assessment_choose", args=[enrollment.participant_id])
    return reverse("client", args=[enrollment.participant_id])


def _together(findings: Iterable[Finding]) -> list[list[Finding]]:
    """What is mended in one go: one check in one program, all its sites. Of answers, those that the same people did
    not give: a form that is missing, not six answers."""
    groups: dict[tuple[Check, int, tuple[int, ...]], list[Finding]] = defaultdict(list)
    for each in findings:
        same = each.enrollments if each.element else ()
        groups[each.check, each.program, same].append(each)
    return list(groups.values())


def _to_mend(
    line: Line, group: list[Finding], names: Mapping[int, str], sites: Mapping[int, str], labels: Mapping[str, str]
) -> ToMend:
    first = group[0]
    number = len({row for each in group for row in each.rows} or {one for each in group for one in each.enrollments})
    places = {each.site for each in group}
    site = first.site if len(places) == 1 else None
    touches = {element for each in group for element in each.touches}
    words = fault_words(
        first.check,
        number,
        place=_place(first.program, site, names, sites),
        elements=tuple(_in_a_sentence(labels[each.element]) for each in group if each.element),
    )
    measures = _touched(line, touches, first.program)
    address = reverse("quality_fault", args=[first.check.value, first.program])
    return ToMend(
        program=first.program,
        kind="late" if measures else "attention" if first.check is Check.NOBODY_LOOKS_AFTER else "open",
        words=words,
        href=f"{address}?site={site}" if site else address,
        measures=len(measures),
        number=number,
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
    number = people_with_a_double(viewer).count()
    if not number:
        return []
    title = ngettext("%(number)s person may be here twice", "%(number)s people may be here twice", number)
    words = FaultWords(title % {"number": number}, _("Counted twice until somebody decides."), _("Compare"))
    return [ToMend(kind="open", words=words, href=reverse("duplicates"), measures=0, number=number)]


def _team_rows(
    teams: Iterable[Team], findings: Iterable[Finding], names: Mapping[int, str], sites: Mapping[int, str]
) -> Iterable[TeamRow]:
    for team in teams:
        here = [
            each for each in findings if each.program == team.program and (not team.sites or each.site in team.sites)
        ]
        concerned = {(each.check, enrollment) for each in here for enrollment in each.enrollments}
        title = " + ".join(sites[site] for site in team.sites) if team.sites else names[team.program]
        yield TeamRow(
            name=title,
            is_program=not team.sites,
            filled=team.filled / team.needed if team.needed else None,
            needed=team.needed,
            days=team.days,
            to_mend=len(concerned),
            href=f"{reverse('quality')}?program={team.program}#mend",
        )


def _with_care(line: Line, findings: Iterable[Finding], programs: set[int]) -> Iterable[WithCare]:
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
    for measure_id in sorted({each for its in findings for each in _touched(line, its.touches, its.program)} - told):
        measure = line.measures[measure_id]
        here = [each for each in measure.assignments if line.assignments[each].program in programs]
        people = {
            enrollment
            for its in findings
            if measure_id in _touched(line, its.touches, its.program)
            for enrollment in its.enrollments
        }
        if len(people) < SEVERAL:
            continue
        why = _("Answers are missing or wrong for %(number)s people.")
        yield WithCare(
            title=measure.title,
            href=reverse("result", args=[(here or list(measure.assignments))[0]]),
            why=why % {"number": len(people)},
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
    keys = {each.element for each in findings if each.element}
    found = dict(DataElement.objects.filter(key__in=keys).values_list("key", "label"))
    return {key: found.get(key, key) for key in keys}
