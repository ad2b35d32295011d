"""Products, orders, deals, quotes."""

from django.urls import path

from sandali.desk.sales import deal_acts, deals, order_acts, orders, products, quotes

urlpatterns = [
    path("products/", products.products, name="products"),
    path("products/new/", products.product_new, name="product_new"),
    path("products/<int:number>/", products.product, name="product"),
    path("products/<int:number>/archive/", products.product_archive, name="product_archive"),
    path("products/<int:number>/return/", products.product_return, name="product_return"),
    path("orders/", orders.orders, name="orders"),
    path("orders/new/", orders.order_new, name="order_new"),
    path("orders/<int:number>/", orders.order, name="order"),
    path("orders/<int:number>/lines/", orders.order_lines, name="order_lines"),
    path("orders/<int:number>/beside/", order_acts.order_beside, name="order_beside"),
    path("orders/<int:number>/steps/", order_acts.order_steps, name="order_steps"),
    path("orders/<int:number>/steps/removal/", order_acts.order_step_removal, name="order_step_removal"),
    path("orders/<int:number>/payments/", order_acts.order_payments, name="order_payments"),
    path("orders/<int:number>/payments/<int:payment>/removal/", order_acts.order_payment_removal, name="order_payment_removal"),
    path("deals/", deals.deals, name="deals"),
    path("deals/list/", deals.deal_list, name="deal_list"),
    path("deals/new/", deals.deal_new, name="deal_new"),
    path("deals/forecast/", deals.deal_forecast, name="deal_forecast"),
    path("deals/<int:number>/", deal_acts.deal, name="deal"),
    path("deals/<int:number>/edit/", deal_acts.deal_edit, name="deal_edit"),
    path("deals/<int:number>/stage/", deal_acts.deal_stage, name="deal_stage"),
    path("deals/<int:number>/win/", deal_acts.deal_win, name="deal_win"),
    path("deals/<int:number>/loss/", deal_acts.deal_loss, name="deal_loss"),
    path("deals/<int:number>/reopening/", deal_acts.deal_reopening, name="deal_reopening"),
    path("deals/<int:number>/owner/", deal_acts.deal_owner, name="deal_owner"),
    path("deals/<int:number>/quotes/", quotes.deal_quotes, name="deal_quotes"),
    path("quotes/<int:number>/", quotes.quote, name="quote"),
    path("quotes/<int:number>/lines/", quotes.quote_lines, name="quote_lines"),
    path("quotes/<int:number>/paper/", quotes.quote_paper, name="quote_paper"),
    path("quotes/<int:number>/sending/", quotes.quote_sending, name="quote_sending"),
    path("quotes/<int:number>/release/", quotes.quote_release, name="quote_release"),
    path("quotes/<int:number>/withdrawal/", quotes.quote_withdrawal, name="quote_withdrawal"),
    path("quotes/<int:number>/order/", quotes.quote_order, name="quote_order"),
    path("deals/<int:number>/step/", deal_acts.deal_step, name="deal_step"),
    path("deals/<int:number>/step/completion/", deal_acts.deal_step_completion, name="deal_step_completion"),
]
