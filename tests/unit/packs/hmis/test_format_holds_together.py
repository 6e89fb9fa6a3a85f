"""Layouts, code lists, data elements and the catalogue of problems fit each other."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from lineofsight.packs import hmis
from lineofsight.packs.hmis.layout import EDITIONS, code_lists, layout, service_kinds
from lineofsight.packs.hmis.places import FIELDS, NEVER_AN_ANSWER, TYPED
from lineofsight.packs.hmis.problems import CATALOGUE
from tests.unit.packs.hmis.export_builder import TinyExport, read_broken


def test_gives_each_data_element_one_type_and_one_list() -> None:
    meanings = {
        (column.element, column.type, column.codes, column.label)
        for edition in EDITIONS
        for file in layout(edition).files.values()
        for column in file.columns.values()
    }

    keys = Counter(element for element, *_ in meanings)
    assert [key for key, count in keys.items() if count > 1] == []


def test_names_a_code_set_for_every_coded_element() -> None:
    sets = {codes.key for codes in hmis.code_sets()}

    coded = [element for element in hmis.data_elements() if element.type == "code"]
    assert {element.code_set for element in coded} <= sets
    assert [element.key for element in hmis.data_elements() if bool(element.code_set) != (element.type == "code")] == []


def test_asks_only_known_elements_in_instruments() -> None:
    elements = {element.key for element in hmis.data_elements()}

    asked = {key for instrument in hmis.instruments() for key in instrument.element_keys}
    assert asked <= elements
    assert "hmis.income_benefits.TotalMonthlyIncome" in asked


def test_fits_the_lengths_of_keys_and_labels() -> None:
    assert max(len(element.key) for element in hmis.data_elements()) <= 120
    assert max(len(label) for codes in hmis.code_sets() for _, label in codes.codes) <= 300


def test_uses_every_code_list() -> None:
    used = {
        column.codes
        for edition in EDITIONS
        for file in layout(edition).files.values()
        for column in file.columns.values()
        if column.codes
    }

    assert set(code_lists()) - used == set()


def test_knows_every_kind_of_service_and_project() -> None:
    assert set(service_kinds()) == set(code_lists()["record_types"].codes)
    assert set(FIELDS) == set(code_lists()["project_types"].codes)


def test_says_of_every_file_which_columns_are_answers() -> None:
    names = {name for edition in EDITIONS for name in layout(edition).files}

    assert set(NEVER_AN_ANSWER) == names


def test_loses_no_column() -> None:
    """What is no answer has a typed place, is the key, or names another row; but for the export's own number."""
    placed = {"ExportID", "DateDeleted"}
    lost = {
        (file.name, name)
        for edition in EDITIONS
        for file in layout(edition).files.values()
        for name in NEVER_AN_ANSWER[file.name] - TYPED.get(file.name, frozenset()) - {file.key} - placed
        if name in file.columns and not file.columns[name].refers_to
    }

    assert lost == set()


def test_uses_every_problem_of_the_catalogue() -> None:
    sources = [path for path in Path(hmis.__file__).parent.glob("*.py") if path.name != "problems.py"]

    used = {code for source in sources for code in re.findall(r'"(H\d{3})"', source.read_text(encoding="utf-8"))}
    assert used == set(CATALOGUE)


def test_says_what_to_do_in_every_problem() -> None:
    assert [trouble.code for trouble in CATALOGUE.values() if not trouble.remedy.endswith(".")] == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_gives_every_answer_a_data_element(tmp_path: Path, edition: str) -> None:
    known = {element.key for element in hmis.data_elements()}

    answered = {key for row in read_broken(TinyExport(edition), tmp_path).rows for key in row.answers}

    assert answered - known == set()


def test_groups_each_place_once() -> None:
    grouped = [code for members in code_lists()["destinations"].groups.values() for code in members]

    assert len(grouped) == len(set(grouped))
    # what is in no group is no place: other, deceased, not known ...
    assert set(code_lists()["destinations"].codes) - set(grouped) == {"8", "9", "17", "24", "30", "99"}
