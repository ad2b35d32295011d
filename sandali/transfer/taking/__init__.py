"""Writing a batch of drafts, by what they are about: each `take_*` works inside the batch's transaction and fills a Taken."""
