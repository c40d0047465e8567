"""Addresses of the work: queues, board, calendar, reports."""

from django.urls import path

from openimr.service.work.views import board, calendar, claiming, home, queue, reports

app_name = "work"
urlpatterns = [
    path("", home.home, name="home"),
    path("queues/<str:key>/", queue.one_queue, name="queue"),
    path("queues/<str:key>/next/", claiming.take_next, name="next"),
    path("queues/<str:key>/bulk/", claiming.bulk, name="bulk"),
    path("queues/<str:key>/escalate/", claiming.escalate, name="escalate"),
    path("queues/<str:key>/claim/<str:case_number>/", claiming.claim, name="claim"),
    path("queues/<str:key>/give-back/<str:case_number>/", claiming.give_back, name="give-back"),
    path("board/", board.board, name="board"),
    path("calendar/", calendar.month_page, name="calendar"),
    path("calendar/mine.ics", calendar.mine, name="ics"),
    path("calendar/<str:day>/", calendar.day_page, name="day"),
    path("reports/", reports.reports, name="reports"),
    path("reports/monthly/", reports.monthly, name="monthly"),
    path("reports/reviewers/", reports.reviewers, name="reviewers"),
    path("reports/queues/<str:key>/", reports.one_queue, name="queue-report"),
    path("reports/queues/<str:key>/control/", reports.control, name="control"),
]
