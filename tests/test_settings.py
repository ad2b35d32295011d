"""Tests run on the program's settings, apart from any real data."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def test_the_data_folder_is_this_runs_own():
    assert Path(settings.DATA).is_relative_to(tempfile.gettempdir())


def test_a_program_that_a_test_starts_reads_the_real_settings_and_the_same_folder():
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "sandali.settings"
    assert Path(os.environ["SANDALI_DATA"]).resolve() == settings.DATA
