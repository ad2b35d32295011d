"""archiving: taking everything out as one file, and letting a house speak that was brought in from one."""
