"""What happens to orders, deals and quotes, each with its sentence and who is told."""

from django.utils.translation import gettext_lazy as _

from sandali.history.events import event_kind

PRODUCT_WRITTEN = event_kind("product_written", _("%(who)s wrote down the product %(name)s"), icon="package")
PRODUCT_CHANGED = event_kind("product_changed", _("%(who)s changed the product %(name)s"), icon="package")
PRODUCT_ARCHIVED = event_kind("product_archived", _("%(who)s took the product %(name)s off the list"), icon="archive")
PRODUCT_RETURNED = event_kind("product_returned", _("%(who)s put the product %(name)s back on the list"), icon="package")

ORDER_BEGUN = event_kind("order_begun", _("%(who)s began order %(number)s"), icon="shopping-bag")
ORDER_CHANGED = event_kind("order_changed", _("%(who)s changed order %(number)s: it comes to %(money)s"), icon="pencil")
ORDER_NOTED = event_kind("order_noted", _("%(who)s changed what stands beside order %(number)s"), icon="note")
ORDER_REHOUSED = event_kind("order_rehoused", _("%(who)s brought order %(number)s to the department %(to)s"), icon="building")
ORDER_HOME = event_kind("order_home", _("%(who)s took back that order %(number)s went to the department %(to)s"), icon="arrow-back-up")
ORDER_PLACED = event_kind("order_placed", _("Order %(number)s was placed: %(money)s"), icon="shopping-bag")
ORDER_SENT = event_kind("order_sent", _("Order %(number)s is on its way"), icon="truck")
ORDER_DELIVERED = event_kind("order_delivered", _("Order %(number)s was delivered"), icon="package")
ORDER_CANCELLED = event_kind("order_cancelled", _("%(who)s cancelled order %(number)s: %(word)s"), icon="x")
ORDER_RETURNED = event_kind("order_returned", _("Order %(number)s came back: %(word)s"), icon="arrow-back-up")
ORDER_SET_BACK = event_kind("order_set_back", _("%(who)s set order %(number)s back: %(state)s"), icon="arrow-back-up")
PAYMENT_NOTED = event_kind("payment_noted", _("%(money)s were paid for order %(number)s"), icon="coin")
PAID_BACK = event_kind("paid_back", _("We paid back %(money)s of order %(number)s"), icon="wallet")
PAYMENT_WITHDRAWN = event_kind("payment_withdrawn", _("%(who)s struck out a payment of %(money)s for order %(number)s"), icon="eraser")

DEAL_OPENED = event_kind("deal_opened", _("%(who)s opened the deal %(name)s"), icon="target")
# Stands on the case, for whoever sees the case: which deal it is, its page says to who may see it.
DEAL_FROM_CASE = event_kind("deal_from_case", _("%(who)s opened a deal out of this case"), icon="target")
DEAL_CAME = event_kind("deal_came", _("The deal %(name)s came by a form"), icon="target")
DEAL_OF_FORM = event_kind("deal_of_form", _("The form made a deal of it"), icon="target")
DEAL_CHANGED = event_kind("deal_changed", _("%(who)s changed the deal %(name)s"), icon="pencil")
DEAL_GIVEN = event_kind(
    "deal_given", _("%(who)s gave the deal %(name)s to %(to)s"), title=_("A deal was given to me"), icon="target", audience=("deal_owner",), mail="away",
)
DEAL_REHOUSED = event_kind("deal_rehoused", _("%(who)s brought the deal %(name)s to the department %(to)s"), icon="building")
DEAL_HOME = event_kind("deal_home", _("%(who)s took back that the deal %(name)s went to the department %(to)s"), icon="arrow-back-up")
DEAL_MOVED = event_kind("deal_moved", _("%(who)s moved the deal %(name)s from %(before)s to %(after)s"), icon="arrow-forward-up")
DEAL_WON = event_kind("deal_won", _("%(who)s won the deal %(name)s"), icon="trophy")
DEAL_LOST = event_kind("deal_lost", _("%(who)s gave the deal %(name)s up as lost: %(reason)s"), icon="flag")
DEAL_REOPENED = event_kind("deal_reopened", _("%(who)s took the deal %(name)s up again"), icon="rotate")
NEXT_STEP_PLANNED = event_kind("next_step_planned", _("%(who)s planned the next step of %(name)s: %(step)s"), icon="calendar")
NEXT_STEP_DONE = event_kind("next_step_done", _("%(who)s did the next step of %(name)s: %(step)s"), icon="check")
NEXT_STEP_DUE = event_kind(
    "next_step_due", _("The next step of %(name)s is for today: %(step)s"), title=_("The next step of a deal of mine is for today"), icon="calendar-due",
    audience=("deal_owner",), mail="away",
)
NEXT_STEPS_DUE = event_kind(
    "next_steps_due", _("Deals whose next step is for today: %(count)s"), title=_("The next steps of several deals of mine are for today"),
    icon="calendar-due", audience=("people_named",), mail="away", of_many=True,
)
PIPELINE_WRITTEN = event_kind("pipeline_written", _("%(who)s changed the pipeline %(name)s"), icon="settings")
LOST_REASONS_WRITTEN = event_kind("lost_reasons_written", _("%(who)s changed the reasons for which deals are lost"), icon="settings")
PIPELINE_ARCHIVED = event_kind("pipeline_archived", _("%(who)s put the pipeline %(name)s away"), icon="archive")
PIPELINE_RETURNED = event_kind("pipeline_returned", _("%(who)s took the pipeline %(name)s up again"), icon="settings")

QUOTE_BEGUN = event_kind("quote_begun", _("%(who)s began quote %(number)s"), icon="file-text")
QUOTE_CHANGED = event_kind("quote_changed", _("%(who)s changed quote %(number)s: it comes to %(money)s"), icon="pencil")
QUOTE_SENT = event_kind("quote_sent", _("%(who)s sent quote %(number)s: %(money)s"), icon="send")
QUOTE_ACCEPTED = event_kind(
    "quote_accepted", _("The customer accepted quote %(number)s: %(money)s"), title=_("A customer accepted a quote of mine"), icon="circle-check",
    audience=("deal_owner",), mail="away",
)
QUOTE_DECLINED = event_kind(
    "quote_declined", _("The customer declined quote %(number)s"), title=_("A customer declined a quote of mine"), icon="circle-x",
    audience=("deal_owner",), mail="away",
)
QUOTE_WITHDRAWN = event_kind("quote_withdrawn", _("%(who)s took quote %(number)s back"), icon="x")
QUOTE_NOT_SENT = event_kind(
    "quote_not_sent", _("Quote %(number)s did not reach the customer: the answer that carried it never left"),
    title=_("A quote of mine did not reach the customer"), icon="alert-triangle", audience=("deal_owner",), mail="away",
)
SALES_RULES_CHANGED = event_kind("sales_rules_changed", _("%(who)s changed what stands on every quote"), icon="settings")

ORDERS_EXPORTED = event_kind("orders_exported", _("%(who)s exported %(count)s orders as %(format)s"), icon="download")
ORDER_LINES_EXPORTED = event_kind("order_lines_exported", _("%(who)s exported %(count)s lines of orders as %(format)s"), icon="download")
PAYMENTS_EXPORTED = event_kind("payments_exported", _("%(who)s exported %(count)s payments as %(format)s"), icon="download")
DEALS_EXPORTED = event_kind("deals_exported", _("%(who)s exported %(count)s deals as %(format)s"), icon="download")
SALES_EXPORT_READY = event_kind(
    "sales_export_ready", _("Your export of sales is ready, %(count)s rows; it is kept for seven days"), title=_("An export of sales of mine is ready"),
    icon="download", audience=("export_asker",),
)
SALES_FIGURES_EXPORTED = event_kind("sales_figures_exported", _("%(who)s exported figures of sales"), icon="download")

# What the story of a customer shows under "Sales".
IN_STORY = (
    ORDER_BEGUN, ORDER_CHANGED, ORDER_PLACED, ORDER_SENT, ORDER_DELIVERED, ORDER_CANCELLED, ORDER_RETURNED, ORDER_SET_BACK, PAYMENT_NOTED, PAID_BACK,
    PAYMENT_WITHDRAWN, DEAL_OPENED, DEAL_CAME, DEAL_MOVED, DEAL_WON, DEAL_LOST, DEAL_REOPENED, QUOTE_SENT, QUOTE_ACCEPTED, QUOTE_DECLINED, QUOTE_WITHDRAWN,
)  # fmt: skip
