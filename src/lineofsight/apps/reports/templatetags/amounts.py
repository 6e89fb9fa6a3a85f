"""Figures in templates, through the one place that rounds."""

from __future__ import annotations

from django import template

from ..wording.amounts import SHARE, write_amount

register = template.Library()


@register.filter
def as_share(value: float) -> str:
    """0.585 → 59%"""
    return write_amount(value, SHARE)
