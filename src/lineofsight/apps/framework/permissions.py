"""Who may change what the agency is for, in two voices: `can_x(actor)` answers, `check_can_x(actor)` raises a sentence.

Everybody on staff and on the board reads it: it is about the agency, never about a client. Counts of clients are the
one exception: what was reported for a place, and where it stood before a target, is read by those inside it; the door
of figures shows everybody else what was released. The words of a program's model belong to those who run the program,
also where the law protects its clients. Targets belong to those who answer for the whole agency, so that nobody sets
their own.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from lineofsight.apps.agency.models import Program, Protection, Role, RoleAssignment, Site, StaffMember
from lineofsight.apps.agency.permissions import LOOK_AT_MEASURES, Viewer, has_role_everywhere, staff_of
from lineofsight.apps.agency.words import the_words
from lineofsight.apps.records.selectors.visibility import places_of
from lineofsight.problems import NotPermitted

from .models import Attachment, MeasureAssignment, MeasureVersion

EDIT_FRAMEWORK = (Role.PERFORMANCE_LEAD, Role.DIRECTOR)
SEE_INSIDE = (Role.SUPERVISOR, Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR)
RUN_A_PROGRAM = (Role.PROGRAM_MANAGER, Role.PERFORMANCE_LEAD, Role.DIRECTOR)


def can_read_framework(viewer: Viewer) -> bool:
    return isinstance(viewer, StaffMember) and viewer.is_active


def check_can_read_framework(viewer: Viewer) -> None:
    if not can_read_framework(viewer):
        raise NotPermitted("P200", _("This page is for the staff and the board."), _("Sign in first."))


def can_edit_framework(actor: Viewer) -> bool:
    """Mission, goals, strategies, outcomes, the library of measures, where they are used, targets."""
    return has_role_everywhere(actor, EDIT_FRAMEWORK)


def check_can_edit_framework(actor: Viewer) -> None:
    if not can_edit_framework(actor):
        raise NotPermitted(
            "P201",
            _("Directors, and performance leads for the whole agency, write down what the agency is for."),
            _("Ask one of them."),
        )


def can_look_at_measures(actor: Viewer) -> bool:
    """Be the second person who looks at a measure before it is published: those who edit the framework, and
    administrators, so that an agency in which one person writes the measures has a second one."""
    return has_role_everywhere(actor, LOOK_AT_MEASURES)


def can_look(actor: Viewer, draft: MeasureVersion) -> bool:
    """Whether this person may be the second one for this draft: they wrote nothing in it."""
    return can_look_at_measures(actor) and not draft.writers.filter(pk=staff_of(actor).pk).exists()


def check_can_look_at_measures(actor: Viewer) -> None:
    if not can_look_at_measures(actor):
        raise NotPermitted(
            "P206",
            _("Directors, performance leads for the whole agency and administrators look at measures."),
            _("Ask one of them."),
        )


def check_can_look(actor: Viewer, draft: MeasureVersion) -> None:
    check_can_look_at_measures(actor)
    if not can_look(actor, draft):
        raise NotPermitted(
            "P207",
            _("You wrote in this draft yourself, so somebody else looks at it."),
            _("Ask a director, a performance lead or an administrator who has not."),
        )


def can_edit_program_model(actor: Viewer, program: Program) -> bool:
    """Those who edit the framework, and whoever runs this program: a role that names it, or one for all programs
    unless this one is protected."""
    return can_edit_framework(actor) or any(
        place.site_id is None and _reaches(place, program) for place in _places(actor)
    )


def check_can_edit_program_model(actor: Viewer, program: Program) -> None:
    if not can_edit_program_model(actor, program):
        raise NotPermitted(
            "P202",
            _("The manager of %(program)s writes its model.") % {"program": program.name},
            _("Ask the manager, or the performance lead."),
        )


def can_report_for(actor: Viewer, program: Program | None, site: Site | None) -> bool:
    """Type in figures from elsewhere: for the whole agency, those who edit the framework; for a program, also those
    who run it there."""
    if can_edit_framework(actor):
        return True
    if program is None:
        return False
    return any(
        _reaches(place, program) and place.site_id in (None, site.pk if site else None) for place in _places(actor)
    )


def check_can_report_for(actor: Viewer, program: Program | None, site: Site | None) -> None:
    if not can_report_for(actor, program, site):
        raise NotPermitted(
            "P203",
            _("Figures from elsewhere are written down by those who answer for the place."),
            _("Ask the manager of the %(program)s, or the performance lead.") % vars(the_words()),
        )


def can_see_inside(viewer: StaffMember, program: Program | None, site: Site | None) -> bool:
    """Whether this person may open every file behind the figures of a place, and so sees them exact. Who works with
    some of its people sees what everybody sees. No program: the whole agency, without what is protected."""
    for place in places_of(viewer, SEE_INSIDE):
        reaches = place.program_id is None and (program is None or program.protection == Protection.NONE)
        names_it = program is not None and place.program_id == program.pk
        if (reaches or names_it) and place.site_id in (None, site.pk if site else None):
            return True
    return False


def can_read_counts(viewer: Viewer, version: MeasureVersion, program: Program | None, site: Site | None) -> bool:
    """Whether this person may read exact counts of a measure in a place: those inside it, those who report for it, and
    everybody what is about the whole community."""
    if not can_read_framework(viewer):
        return False
    if version.is_about_community and program is None:
        return True
    return can_report_for(viewer, program, site) or can_see_inside(staff_of(viewer), program, site)


def check_can_open_attachment(actor: Viewer, attachment: Attachment) -> None:
    """Whoever may read one of the values beside which a file is kept. A file is sent for one measure in one place."""
    check_can_read_framework(actor)
    submitted = attachment.submitted_figures.select_related("program", "site").first()
    if submitted is not None and can_see_inside(staff_of(actor), submitted.program, submitted.site):
        return
    value = attachment.values.select_related("program", "site").first()
    published = MeasureVersion.objects.filter(published_at__isnull=False).order_by("-number")
    version = published.filter(measure=value.measure_id).first() if value else None
    if value is not None and version is not None and can_read_counts(actor, version, value.program, value.site):
        return
    raise NotPermitted(
        "P205",
        _("This file holds exact counts, and is for those inside the place they are about."),
        _("What is released of them stands under Results."),
    )


def can_compare(actor: Viewer, program: Program | None, site: Site | None) -> bool:
    """Write down what was handed in of a place, and explain the difference: those who report for it and are inside."""
    return can_report_for(actor, program, site) and can_see_inside(staff_of(actor), program, site)


def check_can_compare(actor: Viewer, program: Program | None, site: Site | None) -> None:
    if not can_compare(actor, program, site):
        raise NotPermitted(
            "P206",
            _("What was handed in is compared by those who report for the place and may open every file in it."),
            _("Ask the manager of the %(program)s, or the performance lead.") % vars(the_words()),
        )


def can_write_note(actor: Viewer, assignment: MeasureAssignment) -> bool:
    """The owner of the measure in its place, and whoever may report for the place."""
    owns = isinstance(actor, StaffMember) and actor.is_active and assignment.owner_id == actor.pk
    return owns or can_report_for(actor, assignment.program, assignment.site)


def check_can_write_note(actor: Viewer, assignment: MeasureAssignment) -> None:
    if not can_write_note(actor, assignment):
        raise NotPermitted(
            "P204",
            _("Notes on a measure are written by its owner and by those who answer for the place."),
            _("Tell them what you know; they write it down."),
        )


def _reaches(place: RoleAssignment, program: Program) -> bool:
    return place.program_id == program.pk or (place.program_id is None and program.protection == "none")


def _places(actor: Viewer) -> list[RoleAssignment]:
    """The places this person runs. One query, remembered for the length of a request."""
    staff = staff_of(actor)
    held: list[RoleAssignment] | None = getattr(staff, "_places_run", None)
    if held is None:
        held = list(staff.roles.filter(role__in=RUN_A_PROGRAM)) if staff.is_active else []
        staff._places_run = held  # type: ignore[attr-defined]
    return held
