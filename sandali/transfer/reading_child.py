"""The process that reads ahead for an import: run as a module by `ahead.batches_ahead`, one question in, batches out."""

import gc
import os
import sys

NICE = 5  # pages come first where there are few cores
NEW_OBJECTS = 100_000  # a batch makes as many, and none in circles: looking for those took a tenth of the time


def main() -> int:
    """Set up and answer."""
    os.nice(NICE)
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    import django  # noqa: PLC0415 - nothing of Django may be touched before

    django.setup()
    from sandali.transfer.ahead import answer  # noqa: PLC0415 - it knows the models, which have to be set up

    answer(sys.stdin.buffer, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
