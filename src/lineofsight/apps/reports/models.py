"""Drawings: pictures of charts, each made once and known by the hash of what it shows and how it looks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Drawing(models.Model):
    """A drawing that a page asked for. svg: empty until it is drawn. refusal: why it could not be."""

    hash = models.CharField(max_length=64, unique=True)
    spec = models.JSONField()
    asked_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True, blank=True)
    svg = models.TextField(blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(drawn_at__isnull=True) | ~Q(svg="", refusal=""), name="drawing_is_drawn")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(drawn_at__isnull=True), name="drawing_wanted")]

    def __str__(self) -> str:
        return self.hash
