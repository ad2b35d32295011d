"""portal: pages for customers, opened by signed links: one purpose, one customer, nothing else to see.

kit/signed_links.py makes and reads the links, views.py shows the page that a link is for: confirmation (whether a matter is
settled), understanding (whether we understand them), wishes (how they want to be reached). Later: survey, my cases.
Main verbs: link (in views.py), which finds the page of a purpose.
"""
