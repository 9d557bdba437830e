"""Every address; those for anybody to read also behind `/cy/`, for each language there is. Words in addresses and titles are ordinary ones: they stand in a browser's history."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from throughline.web import public
from throughline.web.care import views as care

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("", public.front, name="front"),
        path("now", public.help_now, name="help-now"),
        path("guide/", include("throughline.web.guidance.urls")),
        prefix_default_language=False,
    ),
    path("care", care.safety, name="safety"),
    path("way-out", care.way_out, name="way-out"),
    path("weather", public.leave, name="exit"),
    path("lock/", care.lock_now, name="lock"),
    path("lock/<path:place>", care.lock_now, name="lock-typed"),
    path("me/", include("throughline.web.signing.urls")),
    path("", include("throughline.web.recovery.urls")),
    path("notes/", include("throughline.web.diary.urls")),
    path("files/", include("throughline.web.exhibits.urls")),
    path("bring-in/", include("throughline.web.imports.urls")),
    path("overview/", include("throughline.web.overview.urls")),
    path("questions/", include("throughline.web.asking.urls")),
    path("settings/", include("throughline.web.preferences.urls")),
    path("desk/", include("throughline.web.helplines.urls")),
    path("desk/", include("throughline.web.supervision.urls")),
    path("sharing/", include("throughline.web.sharing.urls")),
    path("figures/", include("throughline.web.figures.urls")),
    path("desk/", include("throughline.web.desk.urls")),
    path("take-away/", include("throughline.web.takeaway.urls")),
    path("desk/shared/<str:case>/", include("throughline.web.shared_reading.urls")),
    path("desk/referrals/<str:case>/", include("throughline.web.referrals.urls")),
]
handler400 = "throughline.web.page.not_understood"
handler404 = "throughline.web.page.not_found"
handler500 = "throughline.web.page.failed"
