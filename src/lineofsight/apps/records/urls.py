"""Where each page of this app lives."""

from django.urls import path

from .views import adding, clients, enrollments, entries, file, home, households, service_types

_HOUSEHOLD = "clients/<int:participant_id>/household/<int:household_id>"

urlpatterns = [
    path("", home.home, name="home"),
    path("clients/", clients.clients, name="clients"),
    path("clients/add/", adding.client_add, name="client_add"),
    path("clients/duplicates/", clients.duplicates, name="duplicates"),
    path("clients/<int:participant_id>/", file.client, name="client"),
    path("clients/<int:participant_id>/change/", file.client_change, name="client_change"),
    path("clients/<int:participant_id>/services/", file.client_services, name="client_services"),
    path("clients/<int:participant_id>/history/", file.client_history, name="client_history"),
    path("clients/<int:participant_id>/opened/", file.client_opened, name="client_opened"),
    path("clients/<int:participant_id>/enroll/", enrollments.client_enroll, name="client_enroll"),
    path("clients/<int:participant_id>/service/", entries.service_add, name="service_add"),
    path("clients/<int:participant_id>/assessment/", entries.assessment_choose, name="assessment_choose"),
    path("clients/<int:participant_id>/assessment/<int:instrument_id>/", entries.assessment_add, name="assessment_add"),
    path("clients/<int:participant_id>/task/", entries.task_add, name="task_add"),
    path("clients/<int:participant_id>/household/", households.client_household, name="client_household"),
    path("clients/<int:participant_id>/household/start/", households.household_start, name="household_start"),
    path(f"{_HOUSEHOLD}/places/", households.household_places, name="household_places"),
    path(f"{_HOUSEHOLD}/add/", households.household_add, name="household_add"),
    path(f"{_HOUSEHOLD}/add/new/", adding.household_new, name="household_new"),
    path(f"{_HOUSEHOLD}/add/<int:member_id>/", households.household_join, name="household_join"),
    path(f"{_HOUSEHOLD}/enroll/", households.household_enroll, name="household_enroll"),
    path(f"{_HOUSEHOLD}/leave/", households.household_leave, name="household_leave"),
    path(f"{_HOUSEHOLD}/take-out/", households.household_take_out, name="household_take_out"),
    path("enrollments/<int:enrollment_id>/stage/", enrollments.enrollment_stage, name="enrollment_stage"),
    path("enrollments/<int:enrollment_id>/correct/", enrollments.enrollment_correct, name="enrollment_correct"),
    path("enrollments/<int:enrollment_id>/take-out/", enrollments.enrollment_take_out, name="enrollment_take_out"),
    path("enrollments/<int:enrollment_id>/staff/", enrollments.enrollment_staff, name="enrollment_staff"),
    path(
        "enrollments/<int:enrollment_id>/staff/<int:assignment_id>/end/",
        enrollments.enrollment_unassign,
        name="enrollment_unassign",
    ),
    path("service/", entries.service_for, name="service_for"),
    path("services/<int:service_id>/", entries.service_correct, name="service_correct"),
    path("services/<int:service_id>/take-back/", entries.service_take_back, name="service_take_back"),
    path("assessments/<int:assessment_id>/", entries.assessment_correct, name="assessment_correct"),
    path("tasks/<int:task_id>/done/", entries.task_done, name="task_done"),
    path("setup/services/", service_types.service_types, name="service_types"),
    path("setup/services/add/", service_types.service_type_add, name="service_type_add"),
    path("setup/services/<int:pk>/", service_types.service_type, name="service_type"),
]
