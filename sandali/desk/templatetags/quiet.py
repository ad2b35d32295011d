"""The day of somebody who has nothing left to do; asked by the template, so that it costs nothing on other pages."""

from django import template
from django.template.context import Context

from sandali.desk.cases import quiet as days

register = template.Library()


@register.simple_tag(takes_context=True)
def quiet_day(context: Context) -> days.QuietDay:
    """{% quiet_day as day %}: of the person who looks at the page."""
    return days.quiet_day(context["request"].user)
