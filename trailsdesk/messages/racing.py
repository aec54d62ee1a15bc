"""Reads, results, standings and the road to prizegiving."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "event.cancel-reason": "Calling an event off needs its reason. Nothing was changed.",
    "event.cancelled": (
        "{event} on {day} was called off: it is no round of the series. Its entries and times"
        " are kept, and count again when it is held after all."
    ),
    "event.unknown-zone": (
        "“{zone}” is not a time zone. Use a name like Pacific/Auckland; nothing was changed."
    ),
    "paper.nothing-to-save": (
        "No row has a time that can be kept: nothing was saved and nothing is lost. Write the"
        " times beside the bibs, or give the waiting times their bibs."
    ),
    "publish.explain-change": "Bib {bib} {name}: {before} before, {after} now.",
    "publish.no-results": (
        "Nobody in {race} has a result yet: there is nothing to publish. Nothing was changed."
    ),
    "publish.still-out": (
        "{count} of {race} have no outcome yet, so the results cannot be official. Publish them as"
        " provisional, or say first what became of the others. Nothing was changed."
    ),
    "publish.unchanged": (
        "The results of {race} are what version {number} says: there is nothing new to publish."
    ),
    "race.start-missing-hour": (
        "{text} does not exist in {zone}: the clocks go forward over it. Nothing was changed."
    ),
    "race.start-other-day": (
        "{event} is held on {date}, and this start is on {day}. It was set; correct it, or the day"
        " of the event, if that is not meant."
    ),
    "race.start-twice-first": (
        "The clocks in {zone} showed {time} twice; the first time was taken. For the second, write"
        " the offset from UTC behind the time, as in +12:00."
    ),
    "race.start-twice-second": (
        "The clocks in {zone} showed {time} twice; the second time was taken."
    ),
    "race.start-unreadable": (
        "“{text}” is not a time. Write it like 2026-05-24 10:00:00; nothing was changed."
    ),
    "read.ambiguous-bib": (
        "Bib {bib} at {time} is worn by more than one runner ({races}). The reads ({count}) are"
        " kept and count for nobody: say whose they are under Timing, or change one of the bibs."
    ),
    "read.backup-differs": (
        "A backup source saw bib {bib} at the finish at {other}; the time that counts is {time},"
        " of the source that leads (backup reads: {count}). If the backup is right, choose it"
        " under Timing."
    ),
    "read.before-gun": (
        "Bib {bib} crossed the finish at {other}, before its start, and again at {time}. The"
        " later one counts; reads left out: {count}. If the start is wrong, correct it."
    ),
    "read.bib-missing": "Type the bib first; the time is kept.",
    "read.name-in-order": (
        "More than one runner in this race is called {name}. Their times were given out in the"
        " order of the list: check them."
    ),
    "read.name-shared": (
        "More than one runner in this race is called {name}. The time is kept: give it a bib"
        " under Timing."
    ),
    "read.name-unknown": (
        "Nobody in this race is called {name}. The time is kept: give it a bib under Timing."
    ),
    "read.no-bib": (
        "Somebody crossed at {time} and no bib was read (reads: {count}). The time is kept: give"
        " it a bib under Timing."
    ),
    "read.repeated": (
        "Bib {bib} was read at the finish again at {other} (further reads: {count}). The time"
        " that counts is {time}; if another is right, choose it under Timing."
    ),
    "read.unknown-bib": (
        "Nobody wears bib {bib}, read at {time} (reads: {count}). The time is kept and counts for"
        " nobody.[[ Bibs that look like it: {suggestions}.]] Give the read its right bib under"
        " Timing, or the bib to its runner."
    ),
    "read.unknown-chips": (
        "No bib is known for {chips#chip|chips} ({first}, …): {count} reads are kept and count for"
        " nobody. Import the list that says which bib wears which chip under Timing; they count"
        " from then on."
    ),
    "read.unknown-point": (
        "Runners of the {race} ({count}) were read at points it does not have: {points}. The times"
        " are kept. Make them points of the race, or mend the point where the times were taken in."
    ),
    "read.wrong-race": (
        "Bib {bib}, read at {time} among the times of {race}, runs in {races} (reads: {count})."
        " The time is kept and counts for nobody: strike it out, or give it to the runner under"
        " Timing."
    ),
    "rehearsal.nested": (
        "This is a rehearsal already. End it first; the next one is made from the season."
    ),
    "rehearsal.not-a-copy": (
        "“{name}” is no rehearsal: only a copy is played with. Nothing was changed."
    ),
    "rehearsal.race-on": (
        "A race is on: {count#runner is|runners are} out there. The rehearsal would take the"
        " place of the season; hold it before the start. Nothing was changed."
    ),
    "result.after-cut-off": (
        "In the {race}, left {point} after its cut-off of {cutoff}: {count} ({who}). They count"
        " until somebody takes them out."
    ),
    "result.before-gun": (
        "Bib {bib} in the {race} has a finish at {finish}, before the start at {gun}. The runner"
        " is not ranked. Correct the start, or strike the read out."
    ),
    "result.explain": (
        "Finish {finish} less gun {gun} is {raw}; official time {time} (rounding: {rounding})."
    ),
    "result.explain-adjusted": (
        "Finish {finish} less gun {gun} is {raw}, changed by {adjustment}; official time {time}"
        " (rounding: {rounding})."
    ),
    "result.explain-before-gun": (
        "The finish at {finish} is before the gun at {gun}, so there is no time yet."
    ),
    "result.explain-elapsed": (
        "The time read is {raw} since the gun; official time {time} (rounding: {rounding})."
    ),
    "result.explain-elapsed-adjusted": (
        "The time read is {raw} since the gun, changed by {adjustment}; official time {time}"
        " (rounding: {rounding})."
    ),
    "result.explain-net": (
        "Finish {finish} less the runner's own start {start} is {raw}; official time {time}"
        " (rounding: {rounding})."
    ),
    "result.explain-net-adjusted": (
        "Finish {finish} less the runner's own start {start} is {raw}, changed by {adjustment};"
        " official time {time} (rounding: {rounding})."
    ),
    "result.explain-no-gun": (
        "Finished at {finish}, but the start of {wave} is not recorded, so there is no time yet."
    ),
    "result.explain-over-time": "The time {time} is over the limit of {limit}.",
    "result.explain-pending": "Not seen at the finish, and nobody has said what happened.",
    "result.explain-ruling": "{status} by a decision of {actor}: {reason}.",
    "result.explain-status": "{source} says {status} (line {line}).",
    "result.finish-unlike": (
        "Bib {bib} in the {race} took {time} from {first} to the finish; the rest of the race and"
        " the others ({among}) say about {usual}. The result stands: look whether the finish was"
        " read later on, or in another race."
    ),
    "result.leg-too-fast": (
        "Bib {bib} in the {race} went from {first} to {last} in {time}; nobody needs less than"
        " {usual}. The result stands: look at the two times, and strike out what is wrong."
    ),
    "result.leg-unlike": (
        "Bib {bib} in the {race} went from {first} to {last} in {time}; the rest of the race and"
        " the others ({among}) say about {usual}. The result stands: look at the two times, and"
        " strike out what is wrong."
    ),
    "result.no-gun": (
        "The start of the {race} ({waves}) is not recorded, so {count#finisher has|finishers"
        " have} no time yet. Their finishes are kept: enter the start under Start."
    ),
    "result.no-start-read": (
        "Finishers of the {race} without a read at the start line: {count}. Their time is counted"
        " from the gun."
    ),
    "result.not-as-published": (
        "The results of {race} are no longer what was published as version {number} on {moment}"
        " ({who}). Publish the next version, or take the change back."
    ),
    "result.not-checked-in": (
        "In the {race}, seen and never checked in: {count} ({who}). They count; look whether the"
        " bibs were read right, and check in who was there."
    ),
    "result.out-of-order": (
        "Bib {bib} in the {race} was at {last} at {time}, and only at {other} at {first}. The"
        " result stands: strike out the time that is wrong."
    ),
    "result.point-missing": (
        "In the {race}, not seen at {point} but later on: {count} ({who}). They count as they"
        " finished; look whether they took the whole course."
    ),
    "result.point-unread": (
        "Nobody of the {race} was seen at {point}, but further on: {count}. Key its sheet in if it"
        " is still to come; if nobody stood there, make the point optional."
    ),
    "result.ruled-but-seen": (
        "Bib {bib} in the {race} is {status} by decision and was seen at {point} at {time}."
        " {status} counts: say which is right."
    ),
    "result.start-missing": (
        "In the {race}, not read at the start but at the finish: {count} ({who}). They count; look"
        " whether they started, and with this bib."
    ),
    "result.status-and-time": (
        "Bib {bib} in the {race} has a finish time and is also marked {status}. {status} counts;"
        " if the time is right, strike the mark out under Timing."
    ),
    "result.too-fast": (
        "Bib {bib} ran the {race} in {time}, {pace} a kilometre: faster than anybody can. The"
        " result stands; check the bib, the start and the distance."
    ),
    "result.too-late": (
        "Bib {bib} in the {race} came to the finish {time} after its start, far behind [[the limit"
        " of {limit}]][[the others: {usual} is the middle of {among}]]. The result stands: as a"
        " rule that is a read of another race, to be struck out."
    ),
    "result.two-statuses": (
        "Bib {bib} in the {race} is marked {words}. The latest, {status}, counts; strike out what"
        " is wrong under Timing."
    ),
    "result.withdrawn-but-seen": (
        "Bib {bib} in the {race} is withdrawn but was seen in the race. The runner is listed;"
        " take the withdrawal back, or strike the reads out."
    ),
    "road.bibs-all": "All {count} entries have a bib.",
    "road.bibs-later": "Bibs come with the entry list, or are given out under Start.",
    "road.bibs-some": "{given} of {count} entries have a bib.",
    "road.closing-open": "Entries close on {until}, in {days#day|days}.",
    "road.closing-past": "Entries closed on {until}.",
    "road.due": "{to} wants the results by {day}, in {days#day|days}.",
    "road.due-later": "{to} wants the results within {days#day|days} of the event, by {day}.",
    "road.due-past": "{to} wanted the results by {day}. Whether they were sent is not known here.",
    "road.entries-in": "Runners entered: {count}.",
    "road.entries-none": "No entries yet: import a list (CSV or XLSX), or type the first one.",
    "road.guns-all": "All {count} races were started.",
    "road.guns-none": "No race has been started. The gun is set under Start or with the times.",
    "road.guns-some": "{fired} of {count} races were started.",
    "road.medals-closed": "{count#medal is|medals are} ordered; orders closed on {day}.",
    "road.medals-open": (
        "{count#medal is|medals are} ordered so far; orders close on {day}, in {days} days."
    ),
    "road.points": "Points after {held} of {count} events.",
    "road.points-later": "Points follow by themselves from the first results.",
    "road.prizes-called": (
        "{announced#award|awards} announced, {handed#prize|prizes} handed out."
    ),
    "road.prizes-later": "The prize list fills itself once runners are in.",
    "road.prizes-ready": "Everybody is in or out: prize list, medals and results can be printed.",
    "road.prizes-soon": "Can be printed; {out} still out may change it.",
    "road.problems-later": "What is not clean in the lists is gathered here.",
    "road.problems-none": "Nothing to mend.",
    "road.problems-open": "Things to mend: {count}, each with its place.",
    "road.published-all": "All races are out as official: {official} of {count}.",
    "road.published-changed": (
        "Races that are no longer as published: {changed}. Publish them again, or take the change"
        " back."
    ),
    "road.published-later": "Each race is published once its runners are in.",
    "road.published-some": "Out as official: {official} of {count}.",
    "road.till-closed": "All counted: {count#till|tills}.",
    "road.till-open": "Not counted yet: {names}.",
    "road.times-all": "{finished} of {started} starters are in, {dnf} did not finish.",
    "road.times-none": "No times yet: key them at the line, from paper, or import a file.",
    "road.times-some": "{finished} of {started} starters are in, {out} still out.",
    "score.explain": "{points} points[[ for place {place}]][[ shared by {shared}]]: {sum}.",
    "score.explain-none": "{points} points without a place.",
    "score.explain-unknown": (
        "No points for place {place}: what they are made of is not known for this runner, such as"
        " the length of the race or a score given elsewhere."
    ),
    "season.no-event": "There is no event “{code}” in this season. Its events are: {known}.",
    "season.no-race": "There is no race “{code}”. The races are: {known}.",
    "standing.explain": "{total#point|points}: {sum}.[[ Not counted: {dropped}.]]",
    "standing.explain-best-position": (
        "{total#point|points}: {sum}.[[ Not counted: {dropped}.]] Level with {others}; the best"
        " single place decides: {mine} against {theirs} of {rival}."
    ),
    "standing.explain-countback": (
        "{total#point|points}: {sum}.[[ Not counted: {dropped}.]] Level with {others}; the places"
        " one after another decide: {mine} against {theirs} of {rival}."
    ),
    "standing.explain-head-to-head": (
        "{total} points: {sum}.[[ Not counted: {dropped}.]] Level with {others}; their meetings"
        " decide, won less lost: {mine} against {theirs} of {rival}."
    ),
    "standing.explain-latest": (
        "{total} points: {sum}.[[ Not counted: {dropped}.]] Level with {others}; the latest event"
        " decides: place {mine} against {theirs} of {rival}."
    ),
    "standing.explain-one-more": (
        "{total} points: {sum}.[[ Not counted: {dropped}.]] Level with {others}; one more result"
        " decides: {mine} points against {theirs} of {rival}."
    ),
    "standing.explain-outside-score": (
        "{total} points: {sum}.[[ Not counted: {dropped}.]] Level with {others}; the score given"
        " elsewhere decides: {mine} against {theirs} of {rival}."
    ),
    "standing.explain-shared": (
        "{total#point|points}: {sum}.[[ Not counted: {dropped}.]] Level with {others} after every"
        " tie-break: the place is shared."
    ),
    "standing.explain-total-of-all": (
        "{total} points: {sum}.[[ Not counted: {dropped}.]] Level with {others}; the total of all"
        " results decides: {mine} against {theirs} of {rival}."
    ),
    "standing.left-out": "Place {place} in another ranking, so no place in this one.",
    "standing.not-eligible": (
        "{finished} of {required} events finished in this distance; not finished: {events}."
    ),
    "standing.quota": "{label}: {finished} of {required} counted; missed: {events}.",
    "standing.quota-to-come": (
        "{label}: {finished} of {required} counted; still to come: {events}."
    ),
    "standing.to-come": (
        "{finished} of {required} events finished in this distance; still to come: {events}."
    ),
    "standing.too-few": "{finished} of {required} results that count; without one: {events}.",
    "standing.too-few-to-come": (
        "{finished} of {required} results that count; still to come: {events}."
    ),
    "standings.no-points": "“{name}” has no series points.",
    "standings.no-ranking": "The rules have no ranking “{ranking}”. They have: {known}.",
    "standings.no-teams": "The rules of this season have no teams.",
    "start.adult-missing": (
        "Bib {bib}: {age} years on the day, and runners of {ages} start with an adult who looks"
        " after them. Type the adult’s name."
    ),
    "start.bib-missing": "Say which bib; nothing was changed.",
    "start.bib-shared": (
        "Bib {bib} is worn by more than one runner ({races}). Nothing was changed; give one of"
        " them another bib."
    ),
    "start.dns-too-many": (
        "{count} of {field} runners of {race} would be marked DNS, more than half of the field."
        " Nobody was marked: confirm it if it is so."
    ),
    "start.entry-withdrawn": (
        "The entry of bib {bib} is withdrawn. Nothing was changed; let it stand again under"
        " Entries first."
    ),
    "start.late-no-gun": (
        "The wave of bib {bib} has not been started yet, so nobody is late for it. Nothing was"
        " changed."
    ),
    "start.no-such-bib": (
        "Nobody here wears bib {bib}.[[ Bibs that look like it: {suggestions}.]] Nothing was"
        " changed."
    ),
    "start.no-such-bibs": (
        "Nobody was marked: “{bibs}” means no bibs that were given out here. A range has to lie"
        " between bibs that exist."
    ),
    "team.score": "{points} points: {sum}.",
    "team.too-few": "{finished} of {required} finishers: the team scores nothing here.",
    "wave.gone": "This wave is no longer in the season. Nothing was changed.",
    "wave.name-missing": "A wave needs a name. Nothing was changed.",
    "wave.name-twice": "There is a wave “{wave}” in this race already. Nothing was changed.",
    "wave.only": "{race} has only this wave, and every race needs one. Nothing was changed.",
    "wave.started": "{wave} has been started: take its gun back first. Nothing was changed.",
    "wave.unknown": "There is no wave “{wave}”. The waves are: {known}.",
}
