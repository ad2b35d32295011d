"""Settings → Causes: the company's tree of why things go wrong."""
