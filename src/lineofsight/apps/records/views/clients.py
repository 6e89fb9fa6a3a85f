"""Finding people: the search, the list, and who may be here twice."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lineofsight.apps.agency.clock import today
from lineofsight.apps.agency.models import StaffMember
from lineofsight.apps.agency.permissions import SEE_PEOPLE
from lineofsight.apps.agency.words import the_words

from ..models import Participant
from ..permissions import can_add_people, can_find_duplicates, check_can_find_duplicates
from ..selectors.beginning import beginning_of
from ..selectors.discretion import names_sources_to
from ..selectors.lookalikes import Pair, pairs_of, people_with_a_double
from ..selectors.people_list import CappedPaginator, Shown, listed_people, rows, shown_by
from ..selectors.search import Found, find_people
from ..selectors.visibility import places_of, programs_visible_to, sees_every_place, sites_visible_to
from ..services.clients import note_list
from .reach import staff_who_sees_people

PAIRS_PER_PAGE = 20


def clients(request: HttpRequest) -> HttpResponse:
    """The search box with its hits, and the list. htmx asks for the hits alone."""
    staff = staff_who_sees_people(request)
    found = find_people(staff, request.GET.get("q", ""))
    hits = rows(staff, [hit.participant for hit in found.hits], today=today())
    note_list("search", [hit.participant.pk for hit in found.hits], actor=staff)
    context: dict[str, Any] = {
        "found": found,
        "hits": list(zip(found.hits, hits, strict=True)),
        "heading": _heading(found),
        "can_add": can_add_people(staff),
        "can_find_duplicates": can_find_duplicates(staff),
    }
    if getattr(request, "htmx", False):
        return render(request, "records/_found.html", context)
    shown = shown_by(staff, request.GET.dict())
    paginator = CappedPaginator(listed_people(staff, shown))
    page = paginator.get_page(request.GET.get("page"))
    listed = rows(staff, page, today=today())
    note_list("list", [row.participant.pk for row in listed], actor=staff)
    beginning = None if listed else beginning_of(staff)
    context |= {
        "page": page,
        "rows": listed,
        "beginning": beginning,
        "can_add": context["can_add"] and (beginning is None or beginning.can_add),
        "is_cut": paginator.is_cut,
        "shown": shown,
        "stages": _stages(),
        "stage_in_words": dict(_stages())[shown.stage],
        "list_heading": _list_heading(shown),
        "programs": programs_visible_to(staff),
        "sites": sites_visible_to(staff),
        "whom": _whom(staff),
        "several_places": _sees_several_places(staff),
    }
    return render(request, "records/clients.html", context)


def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs who may be one person, side by side."""
    staff = staff_who_sees_people(request)
    check_can_find_duplicates(staff)
    page = Paginator(
        people_with_a_double(staff).order_by("birth_date", "search_sounds", "pk"), PAIRS_PER_PAGE
    ).get_page(request.GET.get("page"))
    pairs = pairs_of(staff, list(page))
    described = {row.participant.pk: row for row in rows(staff, _people_of(pairs), today=today())}
    note_list("duplicates", list(described), actor=staff)
    return render(
        request,
        "records/duplicates.html",
        {
            "page": page,
            "pairs": [(pair, [described[pair.first.pk], described[pair.second.pk]]) for pair in pairs],
            "number": page.paginator.count,
            "names_sources": names_sources_to(staff),
        },
    )


def _people_of(pairs: list[Pair]) -> list[Participant]:
    people = {each.pk: each for pair in pairs for each in (pair.first, pair.second)}
    return list(people.values())


def _heading(found: Found) -> str:
    wanted = {"wanted": found.wanted}
    if found.written:
        return _("“%(wanted)s”") % wanted
    if found.close:
        return _("Nobody is written “%(wanted)s”; these are close") % wanted
    return _("Nobody you may see answers to “%(wanted)s”") % wanted


def _stages() -> list[tuple[str, str]]:
    return [
        ("active", _("active now")),
        ("alone", _("active now, without a worker")),
        ("waiting", _("waiting")),
        ("came", _("new in the last 30 days")),
        ("went", _("gone in the last 30 days")),
        ("left", _("gone, whenever that was")),
        ("all", _("active, waiting or gone")),
    ]


def _list_heading(shown: Shown) -> str:
    """Who is counted beside it: the stage is said, or a number of people here now is taken for that of all."""
    whom = _("The people on your list") if shown.mine else _("Everyone you may see")
    return _("%(whom)s: %(stage)s") % {"whom": whom, "stage": dict(_stages())[shown.stage]}


def _whom(staff: StaffMember) -> str:
    """Whom this person can find here, in a sentence."""
    places = places_of(staff, SEE_PEOPLE)
    if sees_every_place(staff):
        protected = [place.program.name for place in places if place.program and place.program.protection != "none"]
        named = _(", and of %(programs)s") % {"programs": ", ".join(protected)} if protected else ""
        return _("Everyone in %(programs)s that are not protected by law%(named)s, and those on your list.") % {
            "programs": the_words().programs,
            "named": named,
        }
    told = [
        _("%(program)s at %(site)s") % {"program": _program(place.program), "site": place.site.name}
        if place.site
        else _program(place.program)
        for place in places
    ]
    return _("The people of %(places)s, and those on your list.") % {"places": ", ".join(sorted(set(told)))}


def _sees_several_places(staff: StaffMember) -> bool:
    places = places_of(staff, SEE_PEOPLE)
    return len(places) > 1 or any(place.program_id is None or place.site_id is None for place in places)


def _program(program: object) -> str:
    return str(program) if program else str(_("every %(program)s") % {"program": the_words().program})
