"""A desk that saves without pause and says what it has saved, to be killed from outside.

Run as ``python -m tests.store.busy_desk FILE READS``. Each line it prints is a confirmed save: the
number of batches there are by now.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.store.season import a_batch, reopened, some_reads


def main() -> None:
    """Save until killed."""
    place, reads = Path(sys.argv[1]), some_reads(int(sys.argv[2]))
    file = reopened(place)
    assert not file.read_only, file.read_only_reason
    data = file.load()
    runner, batches = next(iter(data.runners.values())), len(data.batches)
    while True:
        with file.operation("reads") as writer:
            writer.add_reads(a_batch(1, name=str(batches + 1)), reads, b"source" * 100)
            writer.put(replace(runner, city=f"{batches + 1}"))
        if batches % 3 == 0:
            file.undo()
            file.redo()
        batches += 1
        print(batches, flush=True)


if __name__ == "__main__":
    main()
