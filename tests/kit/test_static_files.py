"""What is handed out of the static files: all that pages load, and nothing of what it was built from."""

import pytest
from django.contrib.staticfiles.finders import get_finders

from sandali.desk.comfort.installing import ASSETS, PUSH
from sandali.kit.assets import BUILT
from sandali.kit.static_files import UNSERVED


@pytest.mark.skipif(not (BUILT / "sandali.css").exists(), reason="the page assets are not built (python -m sandali.kit.assets)")
def test_what_pages_load_is_collected_and_what_it_is_built_from_is_not():
    names = {path for finder in get_finders() for path, _storage in finder.list(UNSERVED)}
    assert {f"kit/{name}" for name in (*ASSETS, "built/chart.js", PUSH)} <= names
    assert [name for name in names if not name.startswith("kit/built/")] == [f"kit/{PUSH}"]
