"""Every address of the site.

Every view says whom it is open to; the rooms that do not say it view by view are open to everybody.
"""

from django.urls import include, path

from openimr.service.accounts.access import declared, open_to
from openimr.service.library.urls import urlpatterns as library
from openimr.service.public.urls import urlpatterns as public
from openimr.service.takeaway.urls import urlpatterns as takeaway
from openimr.service.uploads.urls import urlpatterns as uploads

urlpatterns = [
    *declared(public, open_to("public")),
    path("archive/", include(declared(takeaway, open_to("public")))),
    path("archive/", include(declared(library, open_to("public")))),
    path("account/", include("openimr.service.accounts.urls")),
    path("apply/", include("openimr.service.intake.public_urls")),
    path("office/", include("openimr.service.office_urls")),
    path("api/v1/", include("openimr.service.api.urls")),
    path("portal/", include("openimr.service.portal.urls")),
    path("uploads/", include(declared(uploads, open_to("public")))),
]
handler400 = "openimr.service.public.problems.bad_request"
handler403 = "openimr.service.accounts.refusing.forbidden"
handler404 = "openimr.service.public.problems.not_found"
handler429 = "openimr.service.accounts.refusing.too_many"
handler500 = "openimr.service.public.problems.server_error"
