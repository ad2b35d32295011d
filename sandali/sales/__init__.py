"""sales: what is offered, sold and owed. Above knowledge and below channels, so it knows customers and no cases.

Holds: Product; Order with its lines, steps and payments; Pipeline, stages, LostReason, Deal and its moves; Quote with its lines.
A case is a plain number here; the desk weaves deals and cases together, and says what of a customer stands open before we sell.
Money is integer minor units (kit/money.py); an order is paid by its payments, never by a flag (docs/decisions/0040).
Main verbs: write_product; draft_order, write_lines, step_order, note_payment; open_deal, move_deal, win_deal, lose_deal, plan_step;
draft_quote, release_quote, take_answer. Reading: orders_for, deals_for (access.py), board, forecast, customers_who_bought.
"""
