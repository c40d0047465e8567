"""Addresses of accounts in the office: the administrator's."""

from django.urls import path

from openimr.service.accounts.views import people

urlpatterns = [
    path("", people.people, name="accounts-people"),
    path("invite/", people.invite, name="accounts-invite"),
    path("<int:number>/", people.person, name="accounts-person"),
    path("<int:number>/<slug:change>/", people.change, name="accounts-change"),
]
