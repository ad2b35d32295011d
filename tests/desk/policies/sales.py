"""Who may enter the pages of sales: url name → method → right."""

POLICIES = {
    "products": {"GET": "see_sales"},
    "product_new": {"GET": "manage_sales", "POST": "manage_sales"},
    "product": {"GET": "manage_sales", "POST": "manage_sales"},
    "product_archive": {"POST": "manage_sales"},
    "product_return": {"POST": "manage_sales"},
    "orders": {"GET": "see_sales"},
    "order_new": {"GET": "sell", "POST": "sell"},
    "order": {"GET": "see_sales"},
    "order_lines": {"GET": "sell", "POST": "sell"},
    **{f"order_{act}": {"POST": "sell"} for act in ("beside", "steps", "step_removal", "payments", "payment_removal")},
}
