"""What a staff list would do here: who is new, who changes, who stays, and what cannot be understood.

A line is the person with its staff number, else its email, else its sign-in name; one that has none of these is the
person of its name. Somebody new who bears the name of somebody here is shown as such. A blank cell says nothing: it
changes nothing. A role on the list is added, none is taken away; nobody ends because they are absent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lineofsight.problems import Problem

from ..models import Program, Role, RoleAssignment, Site, StaffMember
from ..permissions import check_place
from ..staff_file import COLUMNS, ListLine, ListProblem, read_date, read_list
from ..words import the_words
from .staff import place_in_words, propose_sign_in_name, roles_in_words

Place = TypeVar("Place", Program, Site)
Reference = tuple[str, int]  # ("staff", id) or ("line", number of the line of somebody new)

_LENGTHS = {"name": 150, "email": 254, "sign_in_name": 150, "job_title": 150, "number": 60}


@dataclass(frozen=True)
class FieldChange:
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedPerson:
    """One line, understood. `fields` are values for `services.staff`; `staff` is None for somebody new."""

    line: int
    name: str
    staff: StaffMember | None
    fields: dict[str, str | date]
    supervisor: Reference | None = None
    role: RoleAssignment | None = None  # not saved, without its staff
    changes: tuple[FieldChange, ...] = ()
    namesake: StaffMember | None = None  # of somebody new

    @property
    def reference(self) -> Reference:
        return ("staff", self.staff.pk) if self.staff else ("line", self.line)

    @property
    def role_in_words(self) -> str:
        return f"{roles_in_words([self.role])}: {place_in_words(self.role, the_words())}" if self.role else ""


@dataclass
class StaffListPlan:
    """The preview of a list. Nothing is written while `problems` has one."""

    new: list[PlannedPerson] = field(default_factory=list)
    changed: list[PlannedPerson] = field(default_factory=list)
    unchanged: list[PlannedPerson] = field(default_factory=list)
    ended: list[PlannedPerson] = field(default_factory=list)  # on the list, but their sign-in has ended
    absent: list[StaffMember] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The same for the same list on the same staff; another one when either changed since the preview."""
        said = [
            (one.line, one.reference, sorted(one.fields.items()), one.supervisor, one.role_in_words, one.changes)
            for one in [*self.new, *self.changed]
        ]
        return hashlib.sha256(repr((said, len(self.unchanged), self.problems)).encode()).hexdigest()


def plan_staff_list(text: str) -> StaffListPlan:
    """The preview of a list. Raises Problem L004 to L007 when nothing of it can be read. Five queries."""
    return _Reading(text).plan


class _Reading:
    """One list against the staff as it is. Kept as an object because every step looks people up the same way."""

    def __init__(self, text: str) -> None:
        read = read_list(text)
        self.plan = StaffListPlan(problems=list(read.problems), unknown_columns=read.unknown_columns)
        self.staff = list(StaffMember.objects.prefetch_related("roles"))
        self.by = {
            "number": {one.number.casefold(): one for one in self.staff if one.number},
            "email": {one.email.casefold(): one for one in self.staff if one.email},
            "sign_in_name": {one.sign_in_name.casefold(): one for one in self.staff},
        }
        self.named: dict[str, list[StaffMember]] = {}
        for member in self.staff:
            self.named.setdefault(member.name.casefold(), []).append(member)
        self.programs = _by_name(Program.objects.all())
        self.sites = _by_name(Site.objects.all())
        self.proposed: set[str] = set()
        people = [one for line in read.lines if (one := self._person(line))]
        people = self._without_duplicates(people)
        said = {line.line: line.said for line in read.lines}
        people = [self._with_supervisor(one, said[one.line].get("supervisor", ""), people) for one in people]
        self._refuse_circles(people)
        self._sort_into_plan(people)

    def _refuse(self, line: int, column: str, value: str, sentence: str) -> None:
        self.plan.problems.append(ListProblem(line, _(COLUMNS.get(column, "")) if column else "", value, sentence))

    def _person(self, line: ListLine) -> PlannedPerson | None:
        """The person of a line, without the supervisor; None when a problem was noted."""
        before = len(self.plan.problems)
        staff = self._matched(line)
        fields: dict[str, str | date] = {}
        for key, longest in _LENGTHS.items():
            value = line.said.get(key, "")
            if len(value) > longest:
                sentence = _("This is longer than %(longest)d characters. Shorten it.") % {"longest": longest}
                self._refuse(line.line, key, value[:40] + "…", sentence)
            elif value:
                fields[key] = value.lower() if key in ("email", "sign_in_name") else value
        if "name" not in line.said:
            self._refuse(line.line, "name", "", _("The name is blank. Write it, or leave the line out."))
        self._read_email(line)
        joined = line.said.get("joined_on")
        if joined:
            read = read_date(joined)
            if read is None:
                sentence = _("“%(value)s” is not a date. Write it as 2024-01-31.") % {"value": joined}
                self._refuse(line.line, "joined_on", joined, sentence)
            else:
                fields["joined_on"] = read
        role = self._role(line)
        if len(self.plan.problems) > before:
            return None
        name = str(fields["name"])
        if staff is None and "sign_in_name" not in fields:
            proposed = propose_sign_in_name(name, str(fields.get("email", "")), also_taken=self.proposed)
            fields["sign_in_name"] = proposed
        if staff is None:
            self.proposed.add(str(fields["sign_in_name"]))
        namesakes = self.named.get(name.casefold()) if staff is None else None
        return PlannedPerson(line.line, name, staff, fields, role=role, namesake=namesakes[0] if namesakes else None)

    def _matched(self, line: ListLine) -> StaffMember | None:
        """Who the line is: by number, else email, else sign-in name; without any of them by name. Two different people
        are a problem."""
        found: dict[str, StaffMember] = {}
        keys = ("number", "email", "sign_in_name")
        if not any(line.said.get(key) for key in keys):
            return self._of_name(line)
        for key in keys:
            one = self.by[key].get(line.said.get(key, "").casefold())
            if one is not None:
                found[key] = one
        if len({one.pk for one in found.values()}) > 1:
            (first, one), (second, other) = list(found.items())[:2]
            sentence = _("By %(first)s this is %(one)s, by %(second)s it is %(other)s. Mend one of the two.") % {
                "first": _(COLUMNS[first]).lower(),
                "one": one.name,
                "second": _(COLUMNS[second]).lower(),
                "other": other.name,
            }
            self._refuse(line.line, second, line.said[second], sentence)
        return next(iter(found.values()), None)

    def _of_name(self, line: ListLine) -> StaffMember | None:
        written = line.said.get("name", "")
        several = self.named.get(written.casefold(), [])
        if len(several) > 1:
            sentence = _("Several people here have this name. Write the staff number, the email or the sign-in name.")
            self._refuse(line.line, "name", written, sentence)
        return several[0] if several else None

    def _read_email(self, line: ListLine) -> None:
        email = line.said.get("email", "")
        if not email:
            return
        try:
            validate_email(email)
        except ValidationError:
            sentence = _("“%(value)s” is not an email address. Write it as name@agency.org, or leave it blank.")
            self._refuse(line.line, "email", email, sentence % {"value": email})

    def _role(self, line: ListLine) -> RoleAssignment | None:
        """The role of a line with its place; None when there is none or a problem was noted."""
        before = len(self.plan.problems)
        program = self._named(line, "program", self.programs)
        site = self._named(line, "site", self.sites)
        written = line.said.get("role", "")
        if not written:
            if program or site:
                sentence = _("There is a %(program)s or a site, and no role. Write what the person does there.")
                sentence %= vars(the_words())
                self._refuse(line.line, "role", "", sentence)
            return None
        role = next((one for one in Role if written.casefold() in (one.value, str(one.label).casefold())), None)
        if role is None:
            sentence = _("“%(value)s” is not a role. The roles are: %(roles)s.") % {
                "value": written,
                "roles": ", ".join(str(one.label) for one in Role),
            }
            self._refuse(line.line, "role", written, sentence)
        if role is None or len(self.plan.problems) > before:
            return None
        try:
            check_place(role, program, site)
        except Problem as problem:
            self._refuse(line.line, "program", line.said.get("program", ""), str(problem))
            return None
        return RoleAssignment(role=role, program=program, site=site)

    def _named(self, line: ListLine, column: str, known: Mapping[str, list[Place]]) -> Place | None:
        """The program or site a line names; None when blank or when a problem was noted."""
        written = line.said.get(column, "")
        found = known.get(written.casefold(), []) if written else []
        if len(found) == 1 or not written:
            return found[0] if found else None
        what = _(COLUMNS[column]).lower()
        names = ", ".join(sorted(one.name for same in known.values() for one in same)[:12])
        if found:
            sentence = _("Two have the name “%(value)s”. Leave the cell blank and give the role on the person’s page.")
        elif known:
            sentence = _("There is no %(what)s “%(value)s”. There are: %(names)s.")
        else:
            sentence = _("There is no %(what)s yet. Add “%(value)s” in the set-up first.")
        self._refuse(line.line, column, written, sentence % {"what": what, "value": written, "names": names})
        return None

    def _without_duplicates(self, people: list[PlannedPerson]) -> list[PlannedPerson]:
        """The first line of each person; a later one that means the same person is a problem."""
        first: dict[tuple[str, object], int] = {}
        kept = []
        for one in people:
            marks: list[tuple[str, object]] = [
                (key, str(one.fields[key]).casefold())
                for key in ("number", "email", "sign_in_name")
                if key in one.fields
            ]
            if one.staff:
                marks.append(("staff", one.staff.pk))
            again = next((mark for mark in marks if mark in first), None)
            if again is None:
                first.update(dict.fromkeys(marks, one.line))
                kept.append(one)
                continue
            column = again[0] if again[0] in COLUMNS else "name"
            sentence = _("This is the same person as on line %(line)d. Keep one of the two.") % {"line": first[again]}
            self._refuse(one.line, column, str(one.fields.get(column, one.name)), sentence)
        return kept

    def _with_supervisor(self, one: PlannedPerson, written: str, people: list[PlannedPerson]) -> PlannedPerson:
        if not written:
            return one
        wanted = written.casefold()
        references = {
            other.reference
            for other in people
            if wanted in (str(other.fields.get(key, "")).casefold() for key in ("number", "email", "name"))
        }
        references |= {
            ("staff", other.pk)
            for other in self.staff
            if other.is_active and wanted in (other.number.casefold(), other.email.casefold(), other.name.casefold())
        }
        if len(references) == 1:
            return replace(one, supervisor=references.pop())
        if references:
            sentence = _("“%(value)s” is the name of more than one person. Write the staff number or the email.")
        else:
            sentence = _("“%(value)s” is not on this list and not on the staff. Write a name, email or staff number.")
        self._refuse(one.line, "supervisor", written, sentence % {"value": written})
        return one

    def _refuse_circles(self, people: list[PlannedPerson]) -> None:
        """Follow supervisors upward as they would be; each circle is a problem at its first line."""
        above: dict[Reference, Reference] = {
            ("staff", one.pk): ("staff", one.supervisor_id) for one in self.staff if one.supervisor_id
        }
        above |= {one.reference: one.supervisor for one in people if one.supervisor}
        names: dict[Reference, str] = {("staff", one.pk): one.name for one in self.staff}
        names |= {one.reference: one.name for one in people}
        told: set[Reference] = set()
        for one in people:
            path = [one.reference]
            while path[-1] in above and above[path[-1]] not in path:
                path.append(above[path[-1]])
            if path[-1] not in above or above[path[-1]] != one.reference or one.reference in told:
                continue
            told.update(path)
            circle = " → ".join(names[step] for step in [*path, one.reference])
            sentence = _("The supervisors go in a circle: %(circle)s. Change one of them.") % {"circle": circle}
            self._refuse(one.line, "supervisor", names[above[one.reference]], sentence)

    def _sort_into_plan(self, people: list[PlannedPerson]) -> None:
        names = {one.reference: one.name for one in people} | {("staff", one.pk): one.name for one in self.staff}
        for one in people:
            if one.staff is None:
                self.plan.new.append(one)
                continue
            changes = tuple(_changes(one, one.staff, names))
            held = {(role.role, role.program_id, role.site_id) for role in one.staff.roles.all()}
            wanted = one.role and (one.role.role, one.role.program_id, one.role.site_id)
            known = replace(one, changes=changes, role=None if wanted in held else one.role)
            if not one.staff.is_active:
                self.plan.ended.append(known)
            elif changes or known.role:
                self.plan.changed.append(known)
            else:
                self.plan.unchanged.append(known)
        listed = {one.staff.pk for one in people if one.staff}
        self.plan.absent = [one for one in self.staff if one.is_active and one.pk not in listed]
        self.plan.problems.sort(key=lambda problem: problem.line)


def _changes(one: PlannedPerson, staff: StaffMember, names: dict[Reference, str]) -> Iterator[FieldChange]:
    for key, value in one.fields.items():
        if getattr(staff, key) != value:
            yield FieldChange(_(COLUMNS[key]), str(getattr(staff, key) or ""), str(value))
    if one.supervisor and one.supervisor != ("staff", staff.supervisor_id):
        before = names.get(("staff", staff.supervisor_id), "") if staff.supervisor_id else ""
        yield FieldChange(_(COLUMNS["supervisor"]), before, names[one.supervisor])


def _by_name(places: Iterable[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for one in places:
        found.setdefault(one.name.casefold(), []).append(one)
    return found
