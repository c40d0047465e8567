"""Addresses of the archive's public pages, below ``/archive/``."""

from django.urls import path

from openimr.service.library import subjects
from openimr.service.library.views import comparing, counts, items, programmes, search, subject, values, words

urlpatterns = [
    path("", search.search, name="archive"),
    path("values/<str:name>/", values.values, name="archive-values"),
    path("help/", words.searching, name="archive-help"),
    path("about/", words.about, name="archive-about"),
    path("items/<str:address>/<int:number>/", items.item, name="archive-item"),
    path("items/<str:address>/<int:number>/compare/", comparing.compare, name="archive-compare"),
    path("count/", counts.count, name="archive-count"),
    path("count/outcomes.<str:form>", counts.file, name="archive-count-file"),
    path("programmes/<str:name>/", programmes.report, name="archive-programme"),
    *(
        pattern
        for kind in subjects.SUBJECTS
        for pattern in (
            path(f"{kind.path}/", subject.listing, {"path": kind.path}, name=f"archive-{kind.path}"),
            path(
                f"{kind.path}/<str:name>/",
                subject.subject,
                {"path": kind.path},
                name=f"archive-{kind.path}-one",
            ),
        )
    ),
]
