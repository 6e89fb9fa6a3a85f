"""Whether a source keeps what it brought: the one rule, asked wherever something is open or closed here.

An HMIS keeps its rows. A workbook keeps them only where a program says that its records are kept there: else it was a
way in, and what it brought is changed here.
"""

from __future__ import annotations

from django.db.models import Q

from ..models import Program, Source


def keeping(source: Source | None, program: Program | None = None) -> Source | None:
    """The source of a row, when it keeps it; None when the row is changed here.

    program: the one the row is of; that one decides. A row of no single program is kept in a workbook when any program
    is. At most one query, none with a program.
    """
    if source is None or source.kind != Source.Kind.WORKBOOK:
        return source
    if program is not None:
        return source if program.mastered_in_id == source.pk else None
    return source if Program.objects.filter(mastered_in=source).exists() else None


def kept_here() -> Q:
    """The same as a condition, for rows of no single program: those that no source keeps."""
    in_use = Program.objects.filter(mastered_in__isnull=False).values("mastered_in")
    return Q(source__isnull=True) | (Q(source__kind=Source.Kind.WORKBOOK) & ~Q(source__in=in_use))
