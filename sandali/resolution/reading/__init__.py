"""What words mean: times promised, a yes, an apology, a near-copy. Pure, without tables; decision 0016."""
