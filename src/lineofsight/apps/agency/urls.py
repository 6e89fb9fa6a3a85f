"""Where each page of this app lives."""

from django.urls import path

from .views import accept, invitations, leaving, member, people, setup, staff_list, structure, trail

urlpatterns = [
    path("in/", accept.enter_code, name="enter_code"),
    path("in/<str:code>/", accept.accept, name="accept"),
    path("setup/", setup.setup, name="setup"),
    path("setup/agency/", setup.agency_settings, name="agency_settings"),
    path("setup/mail/", setup.mail, name="mail"),
    path("setup/backup/", setup.backup, name="backup"),
    path("setup/words/", setup.words, name="words"),
    path("setup/words/example/", setup.words_example, name="words_example"),
    path("setup/programs/", structure.programs, name="programs"),
    path("setup/programs/add/", structure.program_add, name="program_add"),
    path("setup/programs/<int:pk>/", structure.program, name="program"),
    path("setup/sites/add/", structure.site_add, name="site_add"),
    path("setup/sites/<int:pk>/", structure.site, name="site"),
    path("setup/funders/", structure.funders, name="funders"),
    path("setup/funders/add/", structure.funder_add, name="funder_add"),
    path("setup/funders/<int:pk>/", structure.funder, name="funder"),
    path("setup/grants/add/", structure.grant_add, name="grant_add"),
    path("setup/grants/<int:pk>/", structure.grant, name="grant"),
    path("setup/people/", people.people, name="people"),
    path("setup/people/roles/", people.roles, name="roles"),
    path("setup/people/invite/", invitations.invite, name="invite"),
    path("setup/people/slips/", invitations.slips, name="slips"),
    path("setup/people/list/", staff_list.staff_list, name="staff_list"),
    path("setup/people/list/template/", staff_list.template, name="staff_list_template"),
    path("setup/people/<int:pk>/", member.member, name="staff_member"),
    path("setup/people/<int:pk>/change/", member.change, name="staff_change"),
    path("setup/people/<int:pk>/roles/<int:role>/take/", member.role_take, name="role_take"),
    path("setup/people/<int:pk>/code/", invitations.code, name="staff_code"),
    path("setup/people/<int:pk>/end/", leaving.end, name="staff_end"),
    path("setup/people/<int:pk>/return/", leaving.come_back, name="staff_return"),
    path("setup/trail/", trail.trail, name="trail"),
    path("setup/trail/check/", trail.check, name="trail_check"),
]
