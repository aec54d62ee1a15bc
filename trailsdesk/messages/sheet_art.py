"""Pictures on sheets, certificates and labels: what could not be taken, and what was done."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "art.bad-layout": (
        "This design of a certificate cannot be used: {detail}. Nothing was changed."
    ),
    "art.damaged": "“{name}” breaks off or is not correct. Nothing was taken. Save it anew.",
    "art.missing": "There is no picture “{name}”, or it cannot be read.",
    "art.none": "There is no picture to take away.",
    "art.not-a-picture": "“{name}” is neither PNG nor JPEG. Nothing was taken. Save it as PNG.",
    "art.print-colours": (
        "“{name}” is made for a printing press (CMYK). Nothing was taken. Save it in RGB."
    ),
    "art.size": (
        "“{name}” has {width} x {height} points. Nothing was taken. Save it between 16 and {most}"
        " points a side; A4 needs no more than 3508 x 2480."
    ),
    "art.too-large": (
        "“{name}” is larger than {most} million bytes. Nothing was taken. Save it smaller."
    ),
    "certificate.no-such-bib": "Nobody wears bib {bib} here. Nothing was printed.",
    "certificate.not-finished": "Bib {bib} has not finished, so there is no certificate.",
    "label.unknown-stock": "There is no label paper or envelope “{name}”. There are: {known}.",
    "operation.art.design": "Changed the design of the certificates",
    "operation.art.remove": "Took a picture away ({role})",
    "operation.art.set": "Took a picture for the sheets ({role})",
}
