"""Every address below ``/office/``; each area has its own file, and each view says whom it is open to."""

from django.urls import include, path

from openimr.service.accounts.access import declared, open_to
from openimr.service.office.urls import urlpatterns as look

urlpatterns = [
    # Made-up data; the view itself looks whether this is a demonstration.
    *declared(look, open_to("public")),
    path("", include("openimr.service.work.urls")),
    path("applications/", include("openimr.service.intake.office_urls")),
    path("cases/", include("openimr.service.cases.urls")),
    path("cases/<str:case_number>/after/", include("openimr.service.after.urls")),
    path("cases/<str:case_number>/fees/", include("openimr.service.after.fee_urls")),
    path("cases/<str:case_number>/letter/", include("openimr.service.issuing.urls")),
    path("cases/<str:case_number>/quality/", include("openimr.service.quality.urls")),
    path("prices/", include("openimr.service.after.price_urls")),
    path("cases/<str:case_number>/changes/", include("openimr.service.records.changes_urls")),
    path("cases/<str:case_number>/eligibility/", include("openimr.service.eligibility.urls")),
    path("cases/<str:case_number>/records/", include("openimr.service.records.urls")),
    path("cases/<str:case_number>/items/", include("openimr.service.intake.case_urls")),
    path("cases/<str:case_number>/", include("openimr.service.reviewers.case_urls")),
    path("mail/", include("openimr.service.intake.urls")),
    path("cases/<str:case_number>/review/", include("openimr.service.review.case_urls")),
    path("review/", include("openimr.service.review.urls")),
    path("reviewers/", include("openimr.service.reviewers.urls")),
    path("cases/<str:case_number>/", include("openimr.service.outbox.case_urls")),
    path("cases/<str:case_number>/", include("openimr.service.portal.office_urls")),
    path("outbox/", include("openimr.service.outbox.urls")),
    path("tokens/", include("openimr.service.api.office_urls")),
    path("users/", include("openimr.service.accounts.office_urls")),
]
