"""Check everything: ``python3 packaging/test.py``; or run some tests: ``... test.py [ARGS]``.

Without arguments: lint, format, types, layers, then all tests. With arguments only pytest runs,
and gets them. The environment is made and kept as for ``run.py``.
"""

import sys

from python_version import require

require()  # before anything an old Python could not read

from checks import main

sys.exit(main(sys.argv[1:]))
