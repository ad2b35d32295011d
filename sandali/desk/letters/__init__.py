"""The remark on a letter that reads like many others."""
