"""The desk's pages: products, orders, deals, quotes, and the forecast."""
