"""What the made-up agency is for, from `framework.yaml`: mission, goals, program models, measures, targets, figures of
others. Rows are imagined unsaved first and written in one go, like everything else in the demo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.db import models

from lineofsight.apps.agency.models import Program, StaffMember
from lineofsight.apps.framework.models import (
    Assumption,
    CoreComponent,
    ExpectedChange,
    FidelityCheck,
    Goal,
    Measure,
    MeasureAssignment,
    MeasureVersion,
    Mission,
    Outcome,
    OwnerNote,
    PerformancePeriod,
    Phrase,
    ProgramModel,
    ReportedValue,
    Strategy,
)
from lineofsight.apps.framework.reported_counts import read_days
from lineofsight.apps.framework.services.measures import columns_of
from lineofsight.packs.offered import offered_measure

from .moments import TYPED_IN_FROM_PAPER, moment_on
from .programs import Structure
from .staff import Team

TOLD = (
    *(Mission, Phrase, Measure, MeasureVersion, Goal, Strategy, Outcome),
    *(ProgramModel, CoreComponent, ExpectedChange, Assumption, FidelityCheck),
    *(MeasureAssignment, PerformancePeriod, OwnerNote),
)
LIBRARY_SINCE = date(2024, 2, 5)
FIRST_MONTH = 7


@dataclass
class Framework:
    """The rows, unsaved, in the order in which they are written; `links` are many-to-many: row, field, rows."""

    structure: Structure
    team: Team
    rng: Random
    told: Mapping[str, Any]
    rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    links: list[tuple[models.Model, str, list[models.Model]]] = field(default_factory=list)
    measures: dict[str, Measure] = field(default_factory=dict)

    def add(self, row: Any, day: date, by: str = "imani") -> Any:
        """Put a row down as written on a day by somebody."""
        moment = moment_on(self.rng, max(day, TYPED_IN_FROM_PAPER))
        if hasattr(row, "changed_by_id"):
            row.created_at = row.updated_at = moment
            row.changed_by = self.staff(by)
        self.rows.setdefault(type(row), []).append(row)
        return row

    def link(self, row: models.Model, name: str, to: Iterable[models.Model]) -> None:
        self.links.append((row, name, list(to)))

    def staff(self, key: str) -> StaffMember:
        return self.team.members[key]

    def programs(self, keys: Iterable[str]) -> list[Program]:
        return [self.structure.programs[key] for key in keys]


def imagine_framework(structure: Structure, team: Team, rng: Random) -> Framework:
    """All of it as unsaved rows; touches no database."""
    told = yaml.safe_load((Path(__file__).parent / "framework.yaml").read_text(encoding="utf-8"))
    framework = Framework(structure, team, rng, told)
    _library(framework)
    goals = _goals(framework)
    _mission(framework, goals)
    outcomes = _outcomes(framework, goals)
    for model in told["models"]:
        _model(framework, model)
    assignments = _assignments(framework, outcomes)
    _targets(framework, assignments)
    _notes(framework, assignments)
    _reported(framework)
    return framework


def write_framework(framework: Framework) -> dict[str, int]:
    """Write the rows; table → how many."""
    written = {}
    for model in sorted(framework.rows, key=_ORDER.index):
        rows = framework.rows[model]
        model._default_manager.bulk_create(rows)
        written[str(model._meta.label_lower)] = len(rows)
    for row, name, to in framework.links:
        getattr(row, name).set(to)
    return written


_ORDER: list[type[models.Model]] = [*TOLD, ReportedValue]


def _library(framework: Framework) -> None:
    """Every measure that is named anywhere, as its pack offers it, adapted where the agency keeps it otherwise."""
    for key in sorted(_named_measures(framework.told)):
        offered = offered_measure(key)
        if offered is None:
            raise KeyError(key)
        document = {**offered.document, **framework.told["adapted"].get(key, {})}
        measure = framework.add(Measure(key=key, pack=offered.pack), LIBRARY_SINCE)
        framework.measures[key] = measure
        version = framework.add(
            MeasureVersion(measure=measure, number=1, document=document, **columns_of(document)), LIBRARY_SINCE
        )
        version.published_at, version.published_by = version.created_at, framework.staff("imani")


def _named_measures(told: Mapping[str, Any]) -> set[str]:
    found = {goal["indicator"] for goal in told["goals"] if "indicator" in goal}
    found |= {key for outcome in told["outcomes"] for key in outcome["measures"]}
    found |= {each["measure"] for each in (*told["targets"], *told["notes"], *told["reported"])}
    for place in (*told["models"], told["for_the_whole_agency"]):
        found |= {key for several in place["measures"].values() for key in several}
        found |= {check["measure"] for check in place.get("checks", ())}
        changes = (change for several in place.get("changes", {}).values() for change in several)
        found |= {key for change in changes for key in change["measures"]}
    return found


def _goals(framework: Framework) -> dict[str, Goal]:
    goals = {}
    for position, told in enumerate(framework.told["goals"], start=1):
        goals[told["key"]] = framework.add(
            Goal(
                title=told["title"],
                why=told["why"],
                position=position,
                is_draft=told.get("is_draft", False),
                indicator=framework.measures.get(told.get("indicator", "")),
            ),
            date(2025, 1, 20),
        )
    positions: dict[str, int] = {}
    for told in framework.told["strategies"]:
        position = positions[told["goal"]] = positions.get(told["goal"], 0) + 1
        strategy = Strategy(goal=goals[told["goal"]], title=told["title"], position=position)
        framework.link(framework.add(strategy, date(2025, 2, 3)), "programs", framework.programs(told["programs"]))
    return goals


def _mission(framework: Framework, goals: Mapping[str, Goal]) -> None:
    told = framework.told["mission"]
    mission = Mission(number=1, sentence=told["sentence"], adopted_on=told["adopted_on"], adopted_by=told["adopted_by"])
    framework.add(mission, date(2025, 1, 15))
    for phrase in told["phrases"]:
        starts_at = told["sentence"].index(phrase["text"])
        row = framework.add(Phrase(mission=mission, starts_at=starts_at, text=phrase["text"]), date(2025, 1, 15))
        framework.link(row, "goals", [goals[key] for key in phrase["goals"]])


def _outcomes(framework: Framework, goals: Mapping[str, Goal]) -> dict[str, Outcome]:
    outcomes = {}
    for position, told in enumerate(framework.told["outcomes"], start=1):
        outcome = Outcome(goal=goals[told["goal"]], title=told["title"], position=position)
        outcomes[told["key"]] = framework.add(outcome, date(2025, 2, 3))
        framework.link(outcome, "programs", framework.programs(told["programs"]))
    return outcomes


def _model(framework: Framework, told: Mapping[str, Any]) -> None:
    program, owner, since = framework.structure.programs[told["program"]], told["owner"], told["starts_on"]
    words = {name: told.get(name, "") for name in ("size", "for_whom", "why_it_should_work")}
    model = framework.add(
        ProgramModel(program=program, starts_on=since, **words, **told.get("amount", {})), since, owner
    )
    components = {}
    for position, text in enumerate(told.get("components", ()), start=1):
        components[text] = framework.add(CoreComponent(model=model, position=position, text=text), since, owner)
    for term, changes in told.get("changes", {}).items():
        for position, change in enumerate(changes, start=1):
            row = ExpectedChange(model=model, term=term, position=position, text=change["text"])
            framework.add(row, since, owner)
            framework.link(row, "measures", [framework.measures[key] for key in change["measures"]])
    for position, text in enumerate(told.get("assumptions", ()), start=1):
        framework.add(Assumption(model=model, position=position, text=text), since, owner)
    for check in told.get("checks", ()):
        watch = FidelityCheck(
            model=model,
            component=components.get(check["component"]),
            measure=framework.measures[check["measure"]],
            expected=check["expected"],
        )
        framework.add(watch, since, owner)


def _assignments(framework: Framework, outcomes: Mapping[str, Outcome]) -> dict[tuple[str, str], MeasureAssignment]:
    """(measure, program; empty for the whole agency) → its assignment, serving its outcome where it has one."""
    serves = {
        (measure, program): outcomes[told["key"]]
        for told in framework.told["outcomes"]
        for measure in told["measures"]
        for program in told["programs"]
    }
    found = {}
    whole = {"program": "", **framework.told["for_the_whole_agency"]}
    for place in (whole, *framework.told["models"]):
        for asks, keys in place["measures"].items():
            for key in keys:
                row = MeasureAssignment(
                    measure=framework.measures[key],
                    program=framework.structure.programs.get(place["program"]),
                    outcome=serves.get((key, place["program"])),
                    owner=framework.staff(place["owner"]),
                    asks=asks,
                )
                found[key, place["program"]] = framework.add(row, date(2025, 2, 10))
    return found


def _targets(framework: Framework, assignments: Mapping[tuple[str, str], MeasureAssignment]) -> None:
    for told in framework.told["targets"]:
        period, baseline = told["period"], told.get("baseline", {})
        set_on = min(period["starts_on"], date(2026, 1, 12))
        row = PerformancePeriod(
            assignment=assignments[told["measure"], told["program"] or ""],
            name=period["name"],
            starts_on=period["starts_on"],
            ends_on=period["ends_on"],
            baseline_numerator=baseline.get("numerator"),
            baseline_denominator=baseline.get("denominator"),
            baseline_value=Decimal(baseline["value"]) if "value" in baseline else None,
            baseline_count=baseline.get("count"),
            baseline_when=baseline.get("when", ""),
            target=Decimal(told["target"]) if told["target"] else None,
            reason=told["reason"],
            set_by=framework.staff("margaret"),
            set_on=set_on,
        )
        framework.add(row, set_on, "margaret")


def _notes(framework: Framework, assignments: Mapping[tuple[str, str], MeasureAssignment]) -> None:
    for told in framework.told["notes"]:
        row = OwnerNote(
            assignment=assignments[told["measure"], told["program"]],
            about_from=told["about"]["from"],
            about_to=told["about"]["to"],
            behind=told["behind"],
            trying=told["trying"],
            written_on=told["written_on"],
            written_by=framework.staff(told["by"]),
        )
        framework.add(row, told["written_on"], told["by"])


def _reported(framework: Framework) -> None:
    for told in framework.told["reported"]:
        versions: dict[str, int] = {}
        for value in told["values"]:
            named = str(value["period"])
            days = read_days(named, first_month=FIRST_MONTH)
            versions[named] = versions.get(named, 0) + 1
            row = ReportedValue(
                measure=framework.measures[told["measure"]],
                starts_on=days.starts_on,
                ends_on=days.ends_on,
                version=versions[named],
                numerator=value["numerator"],
                denominator=value["denominator"],
                source=told["source"],
                why=value.get("why", ""),
                written_at=moment_on(framework.rng, value["written_on"]),
                written_by=framework.staff("imani"),
            )
            framework.add(row, value["written_on"])
