"""Where somebody goes who does not want to give the password again."""

from django import template
from django.urls import Resolver404, resolve, reverse

from sandali.desk.entering import Policy, stays_here

register = template.Library()


@register.filter
def page_before(wanted: str) -> str:
    """The page from which one came to `wanted`, a path that asks for the password.

    One that takes a POST too asked because of that, and its page can be seen; above one that is only shown, the nearest page can. What is
    not ours, as the pages about signing in, belongs to the account."""
    here = wanted.partition("?")[0] if stays_here(wanted) else ""
    path = here
    while path.strip("/"):
        policy = policy_of(path)
        if policy is not None and "GET" in policy.methods and (path != here or "POST" in policy.methods):
            return path
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return reverse("profile")


def policy_of(path: str) -> Policy | None:
    """What the view behind a path of ours declares; None where there is no such view."""
    try:
        return getattr(resolve(path).func, "policy", None)
    except Resolver404:
        return None
