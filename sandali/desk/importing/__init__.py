"""importing: bringing files of other programs in, step by step, with a way back."""
