"""The pages of automation: rules, what each would have done, and what it did."""
