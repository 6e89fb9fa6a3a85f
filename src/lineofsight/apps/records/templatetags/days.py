"""Days as the pages of this app say them."""

from __future__ import annotations

from datetime import date

from django import template

from lineofsight.apps.agency.clock import today

from .. import dates_in_words
from ..models import Task

register = template.Library()


@register.filter
def in_words(day: date | None) -> str:
    """ "Monday", "November 9", "March 3, 2025"; empty for no day."""
    return dates_in_words.day_in_words(day, today=today()) if day else ""


@register.filter
def so_many_days(days: int) -> str:
    """ "21 days", "6 years"."""
    return dates_in_words.days_in_words(days)


@register.filter
def due(task: Task) -> str:
    """ "due November 5, 7 days late"."""
    return dates_in_words.due_in_words(task.due_on, today=today())


@register.filter
def due_kind(task: Task) -> str:
    """The shape of a task: late, half (today) or open."""
    if task.due_on < today():
        return "late"
    return "half" if task.due_on == today() else "open"


@register.filter
def age(birth_date: date | None) -> str:
    """Full years today; empty when the date is not known."""
    return str(dates_in_words.age_on(birth_date, today())) if birth_date else ""
