"""`python -m sandali` is `sandali`."""

import sys

from sandali.cli import main

sys.exit(main())
