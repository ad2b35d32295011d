"""portal: pages for customers, opened by signed links: one purpose, one customer, nothing else to see.

For now the shell alone: links.py makes and checks the links; later rooms hang their pages on it.
"""
