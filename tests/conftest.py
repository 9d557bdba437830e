"""Property tests look at the same examples in every run, so that a red run is red again for whoever looks into it.

To search further, with other examples in each run: `pytest --hypothesis-profile=search tests/property`.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("steady")
