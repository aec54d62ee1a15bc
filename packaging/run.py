"""Start trailsdesk from this folder: ``python3 packaging/run.py [ARGS]``.

The first start makes the environment ``.venv`` and installs what is pinned; later starts only
compare a stamp. ``TRAILSDESK_VENV`` names another place for the environment.
"""

import sys

from python_version import require

require()  # before anything an old Python could not read

from setup_environment import start_program

sys.exit(start_program(sys.argv[1:]))
