"""kit: tools without tables, and the look.

Text and search forms, digits, Jalali dates, business hours, phones, safe mail HTML, Markdown, the content store,
secrets, safe outgoing HTTP; components as template tags, tokens and CSS, custom elements. Knows no customer, no case.
"""
