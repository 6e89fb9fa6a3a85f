"""A cell that cannot be understood erases nothing that is known."""

from datetime import date

import pytest

from lineofsight.apps.records.models import Assessment, Participant
from lineofsight.packs.rows import RowProblem, Weight

from .rows_reader import bring, check, person, program, stay

pytestmark = pytest.mark.usefixtures("real_transactions")

FIRST = [
    program(),
    person("C1", genders=["woman"], birth_date_quality="full"),
    stay("E1", "C1"),
    check("A1", "E1", "640.00"),
]


def set_aside(file, column):
    return RowProblem("W038", Weight.VALUE, file, 2, column, "last spring", "Not a date.")


def test_keeps_a_birth_date_and_how_well_it_is_known(monkeypatch):
    bring(monkeypatch, FIRST)

    broken = person("C1", first_name="Anna", genders=["woman"], birth_date=None, birth_date_quality="not_asked")
    bring(monkeypatch, [FIRST[0], set_aside("participant.csv", "Date of birth"), broken, *FIRST[2:]])

    ana = Participant.objects.get(source_key="C1")
    assert (ana.first_name, ana.birth_date, ana.birth_date_quality) == ("Anna", date(1990, 2, 3), "full")


def test_keeps_an_answer(monkeypatch):
    bring(monkeypatch, FIRST)

    blank = check("A1", "E1", "640.00")
    blank.answers.clear()
    bring(monkeypatch, [*FIRST[:3], set_aside("assessment.csv", "Income"), blank])

    assert Assessment.objects.get().answers == {"test.income": "640.00"}


def test_clears_what_the_source_clears_on_purpose(monkeypatch):
    bring(monkeypatch, FIRST)

    bring(
        monkeypatch, [FIRST[0], person("C1", genders=[], birth_date=None, birth_date_quality="not_asked"), *FIRST[2:]]
    )

    ana = Participant.objects.get(source_key="C1")
    assert (ana.birth_date, ana.genders) == (None, [])
