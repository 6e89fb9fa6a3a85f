"""Drawings: asked for once, made by the drawing process, kept by what they show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lineofsight.apps.agency.clock import now
from lineofsight.apps.reports.charts.drawing import drawing_hash
from lineofsight.apps.reports.charts.frame import Width
from lineofsight.apps.reports.charts.renderer import draw
from lineofsight.apps.reports.charts.run_chart import run_chart
from lineofsight.apps.reports.models import Drawing
from lineofsight.apps.reports.selectors.charts import chart_shown
from lineofsight.apps.reports.selectors.drawings import are_drawings_wanted, drawn
from lineofsight.apps.reports.selectors.judging import Judged, judge
from lineofsight.apps.reports.services import ask_for_drawings, draw_what_is_wanted, forget_old_drawings
from lineofsight.apps.reports.wording.amounts import SHARE
from lineofsight.statistics import Direction
from tests.unit.reports.made import FALLEN, STEADY, shares

pytestmark = pytest.mark.django_db
CONFIG_COLORS = {
    *("#0b5a5c", "#bf6b00", "#87827a", "#1e2422", "#464d49"),
    *("#646a64", "#8a4a00", "#eeebe2", "#ffffff", "#c9c4b8"),
}


def judged(percents: list[int]) -> Judged:
    return judge(shares(percents), unit=SHARE, good=Direction.UP, target=0.7)


def test_asks_for_both_widths_and_never_twice() -> None:
    chart = chart_shown(judged(STEADY))
    assert chart is not None
    assert not chart.is_there

    ask_for_drawings(chart.wanted)
    ask_for_drawings(chart.wanted)

    assert Drawing.objects.count() == 2
    assert are_drawings_wanted()


def test_shows_what_was_drawn() -> None:
    first = chart_shown(judged(STEADY))
    assert first is not None
    ask_for_drawings(first.wanted)

    assert draw_what_is_wanted(lambda spec: f"<svg width='{spec['width']}'></svg>") == 2

    chart = chart_shown(judged(STEADY))
    assert chart is not None
    assert chart.is_there
    assert not chart.wanted
    assert not are_drawings_wanted()


def test_draws_another_picture_for_another_figure() -> None:
    one, other = chart_shown(judged(STEADY)), chart_shown(judged(FALLEN))
    assert one is not None
    assert other is not None

    assert one.wanted.keys().isdisjoint(other.wanted)


def test_keeps_the_reason_of_one_that_cannot_be_drawn_and_goes_on() -> None:
    ask_for_drawings({"0" * 64: {"width": 1}, "1" * 64: {"width": 2}})

    def refuse_the_first(spec: dict[str, int]) -> str:
        if spec["width"] == 1:
            raise ValueError("no such mark")
        return "<svg></svg>"

    assert draw_what_is_wanted(refuse_the_first) == 2
    assert Drawing.objects.get(hash="0" * 64).refusal == "no such mark"
    assert list(drawn(["0" * 64, "1" * 64])) == ["1" * 64]


def test_forgets_what_was_drawn_long_ago() -> None:
    ask_for_drawings({"0" * 64: {}, "1" * 64: {}})
    draw_what_is_wanted(lambda spec: "<svg></svg>")
    Drawing.objects.filter(hash="0" * 64).update(drawn_at=now() - timedelta(days=90))

    assert forget_old_drawings() == 1
    assert Drawing.objects.get().hash == "1" * 64


def test_draws_in_the_colors_of_the_config_without_styles_or_ids() -> None:
    reading = judged(FALLEN).reading
    assert reading is not None
    spec = run_chart(reading, unit=SHARE, target=0.7, good=Direction.UP, width=Width.NARROW)
    assert spec is not None

    svg = draw(spec)

    colors = {part[:7].lower() for part in svg.split('"') if part.startswith("#")}
    assert colors <= CONFIG_COLORS
    assert "style=" not in svg
    assert " id=" not in svg
    assert "role=" not in svg
    assert 'width="328"' in svg
    assert drawing_hash(spec) == drawing_hash(dict(reversed(spec.items())))
