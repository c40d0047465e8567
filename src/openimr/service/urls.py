"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("openimr.service.public.urls")),
    path("uploads/", include("openimr.service.uploads.urls")),
]
handler400 = "openimr.service.public.problems.bad_request"
handler403 = "openimr.service.public.problems.forbidden"
handler404 = "openimr.service.public.problems.not_found"
handler500 = "openimr.service.public.problems.server_error"
