"""The process that reads ahead for an import: run as a module by `ahead.batches_ahead`, one question in, batches out."""

import os
import sys

NICE = 5  # pages come first where there are few cores


def main() -> int:
    """Set up and answer."""
    os.nice(NICE)
    import django  # noqa: PLC0415 - nothing of Django may be touched before

    django.setup()
    from sandali.transfer.ahead import answer  # noqa: PLC0415 - it knows the models, which have to be set up

    answer(sys.stdin.buffer, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
