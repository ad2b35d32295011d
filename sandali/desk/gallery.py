"""Every component of the kit on one page, for whoever builds pages or looks at the look."""

from django.http import HttpRequest, HttpResponse

from sandali.desk.entering import staff
from sandali.kit.gallery import gallery_context
from sandali.kit.htmx import page


@staff("manage_company")
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery, with sample material."""
    return page(request, "kit/gallery.html", gallery_context())
