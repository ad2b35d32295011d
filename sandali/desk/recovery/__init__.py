"""The recovery of a complaint: its panel beside the case, its page, apologies to sign, lessons, and causes."""
