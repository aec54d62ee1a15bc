"""What organisers and federations say of the shared courses: kilometres, metres of climb.

Sources: the provenance note beside the files. None where nothing is published.
"""

from __future__ import annotations

OFFICIAL: dict[str, tuple[float, int | None]] = {
    "cold-hawaii-100-miles-no-ele": (162.6, 2000),
    "cold-hawaii-50km-no-ele": (50.0, None),
    "cold-hawaii-50km-old-noisy-ele": (50.0, None),
    "grand-raid-reunion-grr-2024": (175.3, 10_163),
    "grossglockner-ggt55-2024": (57.0, 3500),
    "kat100-marathon-trail-2024": (51.0, 3250),
    "mascareignes-mtr-2024": (49.465, 2599),
    "mountainman-nesselwang-2024": (42.9, 2691),
    "rosengarten-schlern-skymarathon-2019": (45.0, 2980),
    "schambach-trails-garmin": (12.48, 348),
    "stuiben-trail-42k-2023": (44.1, 3100),
    "templiers-grand-trail-2024": (80.8, 3433),
    "utfs-ultratrail-2024": (66.0, 2760),
    "utmb-2015-recording": (169.6, 10_060),
    "vienna-trail-run-classic-2019": (14.0, 590),
    "wienerwald-ultra-trail-marathon-loop": (42.195, 1440),
    "zut-mittenwald-2024": (44.0, 1860),
}
