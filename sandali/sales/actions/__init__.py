"""Every write about products, orders, deals and quotes. Subject first, the rest by keyword, the person is `by`."""
