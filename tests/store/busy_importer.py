"""A desk that imports in steps and takes a time between all of them, to be killed from outside.

Run as ``python -m tests.store.busy_importer FILE READS``. It prints ``key N`` for every confirmed
time, with how many there are by now, and ``import N`` for every confirmed import.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.season import a_batch, reopened, some_reads
from trailsdesk.domain.timing import BatchKind


def main() -> None:
    """Import until killed."""
    place, reads = Path(sys.argv[1]), some_reads(int(sys.argv[2]))
    file = reopened(place)
    assert not file.read_only, file.read_only_reason
    kinds = [batch.kind for batch in file.load().batches.values()]
    keys, imports = kinds.count(BatchKind.LINE), kinds.count(BatchKind.FILE)

    def key() -> None:
        nonlocal keys
        with file.operation("finish.key") as writer:
            writer.add_reads(a_batch(1, kind=BatchKind.LINE), some_reads(1))
        keys += 1
        print("key", keys, flush=True)

    print("key", keys, flush=True)
    while True:
        with file.staging(key) as staging:
            staged = staging.add(a_batch(1, name="mat.csv"), reads, b"source" * 1000)
            with file.operation("times.import") as writer:
                writer.take_staged(staged)
        imports += 1
        print("import", imports, flush=True)


if __name__ == "__main__":
    main()
