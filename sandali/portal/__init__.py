"""portal: pages for customers, opened by signed links: one purpose, one customer, nothing else to see.

For now the shell alone: links.py makes and reads the links (make_link, read_link), views.py shows the page that a
link is for. Later rooms register their pages by purpose: confirmation, survey, my cases.
Main verbs: make_link(purpose, number, lasts=...), read_link(purpose, token).
"""
