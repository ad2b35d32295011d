"""What a case means to its customer, how they feel, and what to know before a reply: context.py for the case page, views.py for the rest."""
