"""Products and orders."""

from django.urls import path

from sandali.desk.sales import order_acts, orders, products

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
]
