"""The words of the template are the words of the records: the same codes, the same labels, the same order."""

from __future__ import annotations

import pytest
from django.db.models import TextChoices

from lineofsight.apps.agency.models import Role
from lineofsight.apps.records.models import CollectionPoint, Gender, RaceEthnicity, Relationship, Stage
from lineofsight.packs.workbook import words


@pytest.mark.parametrize(
    "word_list, choices",
    [
        (words.GENDERS, Gender),
        (words.RACES, RaceEthnicity),
        (words.RELATIONSHIPS, Relationship),
        (words.STAGES, Stage),
        (words.POINTS, CollectionPoint),
        (words.ROLES, Role),
    ],
)
def test_has_the_codes_and_labels_of_the_records(word_list: words.WordList, choices: type[TextChoices]) -> None:
    assert [(word.code, word.label) for word in word_list.words] == [
        (code, str(label)) for code, label in choices.choices
    ]


@pytest.mark.parametrize("word_list", words.ALL_LISTS)
def test_means_one_code_by_each_spelling(word_list: words.WordList) -> None:
    spellings = [
        (words.same_name(spelling), word.code) for word in word_list.words for spelling in (word.label, *word.also)
    ]

    assert len(dict(spellings)) == len(set(spellings))
