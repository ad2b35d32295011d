"""desk: pages for staff and leaders. A front door: HTTP lives here, decisions do not.

Folders by subject (cases, customers, settings, ...), each with urls.py, views.py, forms.py and templates.
A view fetches through access.py, calls one action, and shows a page or its parts (kit/htmx.py).
"""
