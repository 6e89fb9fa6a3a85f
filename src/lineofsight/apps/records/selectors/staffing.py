"""Who looks after an enrollment."""

from __future__ import annotations

from ..models import Enrollment


def workers_of(enrollment: Enrollment) -> dict[str, list[int]]:
    """Whose list it is on now, as `workers`: what somebody sees who says who looks after it. One query."""
    open_now = enrollment.assignments.filter(ended_on__isnull=True)
    return {"workers": list(open_now.order_by("staff").values_list("staff", flat=True))}
