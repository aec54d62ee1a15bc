"""The machine's own clock."""

from __future__ import annotations

import time

from trailsdesk.domain.chrono import Instant


class SystemClock:
    """UTC now, as the machine believes it."""

    def now_ms(self) -> Instant:
        """Milliseconds since 1970, UTC."""
        return Instant(time.time_ns() // 1_000_000)
