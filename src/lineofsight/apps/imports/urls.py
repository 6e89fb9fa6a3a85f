"""Where each page of imports lives."""

from django.urls import path

from . import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/new/", views.import_new, name="import_new"),
    path("import/template.xlsx", views.import_template, name="import_template"),
    path("import/example/<slug:name>.xlsx", views.import_example, name="import_example"),
    path("import/<int:run_id>/", views.import_run, name="import_run"),
    path("import/<int:run_id>/decide/", views.import_decide, name="import_decide"),
    path("import/<int:run_id>/vanished/", views.import_vanished, name="import_vanished"),
    path("import/<int:run_id>/problems/", views.import_problems, name="import_problems"),
    path("import/<int:run_id>/problems.csv", views.import_problems_csv, name="import_problems_csv"),
]
