"""Say plainly when Python is too old. Written so that an old Python can read it."""

import os
import sys

OLDEST = (3, 11)
NEWEST_MINOR = 14  # the last one that Qt has packages for
ADVICE = """trailsdesk needs Python %d.%d or newer; this is Python %d.%d (%s).

  Windows, macOS   install a newer Python from python.org and start again with it
  Debian 12, Ubuntu 24.04 and later   sudo apt install python3 python3-venv
  Ubuntu 22.04     sudo apt install python3.11 python3.11-venv
  Fedora           sudo dnf install python3.12
"""


def newer_on_this_computer():
    """Give the name of a Python on the search path that is new enough, or an empty text."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    for minor in range(NEWEST_MINOR, OLDEST[1] - 1, -1):
        name = "python3.%d" % minor
        for folder in folders:
            if os.access(folder + os.sep + name, os.X_OK):
                return name
    return ""


def require():
    """Stop with advice when this Python is older than the program supports."""
    if sys.version_info[:2] >= OLDEST:
        return
    text = ADVICE % (OLDEST + tuple(sys.version_info[:2]) + (sys.executable,))
    name = newer_on_this_computer()
    if name:
        text += "\nThis computer has one already:\n\n  %s %s\n" % (name, " ".join(sys.argv))
    sys.stderr.write(text)
    sys.exit(2)
