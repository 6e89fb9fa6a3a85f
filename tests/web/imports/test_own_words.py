"""The pages of imports call clients, programs and enrollments as the agency does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.apps.agency.models import Agency
from tests.unit.packs.hmis.export_builder import TinyExport

pytestmark = pytest.mark.usefixtures("real_transactions")

OWN = {
    "client": ["guest", "guests"],
    "program": ["activity", "activities"],
    "enrollment": ["registration", "registrations"],
}


@pytest.fixture
def preview(as_performance_lead, tmp_path):
    Agency.objects.update_or_create(pk=1, defaults={"words": OWN})
    file = SimpleUploadedFile("export.zip", TinyExport().write_zip(tmp_path / "export.zip").read_bytes())
    return as_performance_lead.post("/import/new/", {"files": file}, follow=True)


def test_says_which_rows_in_the_words_of_the_agency(preview):
    assert ">Guest<" in preview.text
    assert ">Activity<" in preview.text
    assert ">Registration<" in preview.text
    assert ">Client<" not in preview.text


def test_says_what_the_template_holds(preview, as_performance_lead):
    assert "people, registrations, services" in as_performance_lead.get("/import/").text
