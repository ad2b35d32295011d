"""Who may enter the pages of sales: url name → method → right."""

POLICIES = {
    "products": {"GET": "see_sales"},
    "product_new": {"GET": "manage_sales", "POST": "manage_sales"},
    "product": {"GET": "manage_sales", "POST": "manage_sales"},
    "product_archive": {"POST": "manage_sales"},
    "product_return": {"POST": "manage_sales"},
    "orders": {"GET": "see_sales"},
    **dict.fromkeys(("order_exports", "deal_exports"), {"POST": "export_customers"}),
    "sale_export": {"GET": "export_customers"},
    "report_sales": {"GET": "see_sales"},
    "report_sale_exports": {"POST": "export_cases"},
    "order_new": {"GET": "sell", "POST": "sell"},
    "order": {"GET": "see_sales"},
    "order_lines": {"GET": "sell", "POST": "sell"},
    **{f"order_{act}": {"POST": "sell"} for act in ("beside", "steps", "step_removal", "department", "department_undoing", "payments", "payment_removal")},
    **dict.fromkeys(("deals", "deal_list", "deal_forecast", "deal", "quote", "quote_paper"), {"GET": "see_sales"}),
    **dict.fromkeys(("deal_new", "deal_edit", "quote_lines", "quote_sending"), {"GET": "sell", "POST": "sell"}),
    **{f"deal_{act}": {"POST": "sell"} for act in ("stage", "win", "loss", "reopening", "owner", "department", "department_undoing", "step", "step_completion", "quotes")},
    **{f"quote_{act}": {"POST": "sell"} for act in ("release", "withdrawal", "order")},
    **dict.fromkeys(("settings_sales", "settings_quotes", "settings_pipeline", "settings_pipeline_new"), {"GET": "manage_sales", "POST": "manage_sales"}),
    **dict.fromkeys(("settings_sales_beginning", "settings_pipeline_archive", "settings_pipeline_return"), {"POST": "manage_sales"}),
}
