"""Where each page of this app lives."""

from django.urls import path

from .views import compared, line, quality, reference, results, versions

urlpatterns = [
    path("line-of-sight/", line.line, name="line"),
    path("line-of-sight/data/<str:key>/", line.data_element, name="data_element"),
    path("line-of-sight/measures/<int:measure_id>/sheet/", reference.measure_sheet, name="measure_sheet"),
    path("line-of-sight/measures/<int:measure_id>/sheet.pdf", reference.measure_sheet_pdf, name="measure_sheet_pdf"),
    path("results/", results.results, name="results"),
    path("results/scorecard.pdf", results.scorecard_pdf, name="scorecard_pdf"),
    path("results/scorecard.xlsx", results.scorecard_workbook, name="scorecard_sheet"),
    path("results/measures/<int:assignment_id>/", results.measure, name="result"),
    path("results/measures/<int:assignment_id>/page.pdf", results.measure_pdf, name="result_pdf"),
    path("results/measures/<int:assignment_id>/page.xlsx", results.measure_workbook, name="result_sheet"),
    path("results/measures/<int:assignment_id>/people/", results.measure_people, name="result_people"),
    path("results/measures/<int:assignment_id>/handed-in/", compared.submitted_add, name="submitted_add"),
    path("results/handed-in/<int:figure_id>/", compared.submitted_figure, name="submitted_figure"),
    path("results/handed-in/<int:figure_id>/correct/", compared.submitted_correct, name="submitted_correct"),
    path("results/measures/<int:assignment_id>/versions/", versions.versions, name="result_versions"),
    path(
        "results/measures/<int:assignment_id>/versions/people/",
        versions.versions_people,
        name="result_versions_people",
    ),
    path("results/people/", results.people, name="my_people"),
    path("results/programs/", results.programs, name="program_results"),
    path("results/programs/<int:program_id>/", results.program, name="program_result"),
    path("results/quality/", quality.quality, name="quality"),
    path("results/quality/<slug:check>/<int:program_id>/", quality.quality_fault, name="quality_fault"),
]
