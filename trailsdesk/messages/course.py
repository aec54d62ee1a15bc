"""Sentences about courses: what a GPX file holds, how it was measured, what it is worth."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "backyard.bad-time": (
        "“{text}” is no time. The runner counts with the loops before it: {loops}."
    ),
    "backyard.loop-missing": (
        "No time for this loop, though a later one has one. The runner counts with the loops"
        " before it: {loops}. Fill it in and split the list again."
    ),
    "backyard.no-loops": (
        "{name} has no column of loop times. Give each loop a column with its number as the header"
        " and the time since the start at its end. Nothing was written."
    ),
    "backyard.not-later": (
        "{text} is not later than the loop before; times are counted from the start. The runner"
        " counts with the loops before it: {loops}."
    ),
    "course.alternatives": (
        "The file holds {count} courses that start at the same place ({names}). Number {number}"
        " was measured; choose another if that is not the one."
    ),
    "course.bad-effort": (
        "“{text}” is no number of km-effort between 0 and 1000. The course stays as it was."
    ),
    "course.bad-loops": (
        "A course is run between 1 and {most} times. It stays as it was; type such a number."
    ),
    "course.bad-place": (
        "{name}: point {number} lies at {place}, which is nowhere on earth. Nothing was read;"
        " export the track again."
    ),
    "course.broken": (
        "{name} is damaged: line {line}, {detail}. Nothing was read; export the track again."
    ),
    "course.doctype": (
        "{name} brings a document type along, which no GPX file needs and which can do harm. It"
        " was not opened; export the track again from the program that made it."
    ),
    "course.gaps": (
        "The track is in {parts} parts with {metres} m between them. The gaps are not counted:"
        " neither their distance nor their climb."
    ),
    "course.heights-computed": (
        "The heights were computed between the points of an elevation model, without any noise:"
        " in steep valleys such a figure can be far too low. Compare it with a recording, or type"
        " the official climb."
    ),
    "course.heights-dropped": ("Single heights far off their neighbours were set aside: {count}."),
    "course.heights-jump": (
        "The recorded heights jump about: added up plainly they give {plain} m, smoothed over"
        " 150 m {ascent} m. A recording with a barometer would be surer."
    ),
    "course.heights-noisy": (
        "The heights are noisy: added up plainly they give {plain} m, smoothed {ascent} m. Never"
        " publish the plain sum."
    ),
    "course.heights-unreadable": (
        "{count#height is no number|heights are no numbers}, the first of them “{text}” in line"
        " {line}. What is no number counts as a missing height; the rest is as in the file."
    ),
    "course.hostile": (
        "{name} is built as no track is: too deep, or with a flood of text or names. It was not"
        " read; export the track again from the program that made it."
    ),
    "course.no-heights": (
        "The track has no heights: the distance is measured, the climb is not known. Type the"
        " official climb to evaluate the course."
    ),
    "course.no-latitude": (
        "{name}: the point in line {line} has no latitude. Nothing was read; export the track"
        " again."
    ),
    "course.no-line": (
        "{name} holds no track or route to follow (single places: {count}). Export the course as a"
        " track."
    ),
    "course.no-longitude": (
        "{name}: the point in line {line} has no longitude. Nothing was read; export the track"
        " again."
    ),
    "course.no-such-track": (
        "{name} has no track {number}; it has {count}, counted from 1. Nothing was measured."
    ),
    "course.not-gpx": "{name} is no GPX file: it begins with “{root}”. Nothing was read.",
    "course.not-kept": (
        "The track {name} is not in this file any more, though the race still names it. Choose the"
        " GPX file again."
    ),
    "course.part-heights": (
        "{percent} % of the points have no height; the climb between them is bridged along the"
        " distance."
    ),
    "course.pauses": "Pauses of more than {minutes} minutes in the recording: {count}.",
    "course.places-dropped": ("Single points far off the course were left out: {count}."),
    "course.repeats": "Points that stand twice were counted once: {count}.",
    "course.route": (
        "This is a route, not a recorded track: where its points lie far apart it is shorter than"
        " what people run."
    ),
    "course.sparse": (
        "The points lie {metres} m apart on average: bends are cut and the distance is short."
        " One point every 10 m is asked for by the federation."
    ),
    "course.too-many-points": (
        "{name} has more than {limit} points, which is no course. Nothing was read."
    ),
    "course.typed-ascent": (
        "The official climb of {official} m differs by {percent} % from the measured {measured} m."
        " Both are kept; the evaluation uses the official one."
    ),
    "course.typed-distance": (
        "The official distance of {official} km differs by {percent} % from the measured"
        " {measured} km. Both are kept; the evaluation uses the official one."
    ),
    "course.unreadable": ("{name} could not be read as GPX ({detail}). Export the track again."),
    "course.wide-step": (
        "Between two points lie {metres} m in a straight line; the course there is longer."
    ),
    "effort.explain": (
        "[[{loops} loops of ]]{km} km + {ascent} m / 100 = {effort}[[, at {drawn} % because the"
        " track was drawn]][[; {stations#aid station|aid stations}, one each {interval}: minus"
        " {penalty}]][[; loops: minus {loop_penalty}]][[; other stages: plus {adjustment}]];"
        " {net}:[[ {one} point]][[ {many} points]][[ ({category})]][[; {more} more would give"
        " {next}]]."
    ),
    "effort.rounding-decides": (
        "{net} km-effort lies just below a border: exactly it gives {exact} points, rounded to"
        " whole km-effort {rounded}. The federation does not say which; ask before you promise."
    ),
    "effort.too-small": (
        "{effort} km-effort is less than the {least} a race of its own must have: no points and no"
        " score for the runners."
    ),
    "operation.course.attach": "{file} made the course of the {race}",
    "operation.course.edit": "Course of the {race} changed",
    "operation.course.places": (
        "{count#place of the track made an aid station|places of the track made aid stations} of"
        " the {race}"
    ),
    "operation.course.remove": "Track {file} taken off the {race}",
}
