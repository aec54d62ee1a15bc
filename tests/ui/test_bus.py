from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

from trailsdesk.ui.bus import ChangeBus


def test_listeners_get_the_changes_and_who_started_them(qtbot):
    bus = ChangeBus()
    starter = object()
    with qtbot.waitSignal(bus.changed) as heard:
        bus.announce({"entries": (1, 2)}, starter)
    assert heard.args[0] == {"entries": (1, 2)}
    assert heard.args[1] is starter


def test_the_starter_may_be_nobody(qtbot):
    bus = ChangeBus()
    with qtbot.waitSignal(bus.changed) as heard:
        bus.announce("anything")
    assert heard.args[1] is None


class _Ticker(QObject):
    ticked = Signal(int)
    plain = Signal()


def test_a_hundred_thousand_signals_survive_a_race_day(qapp):
    """Some versions of the Qt bindings lose a reference per signal and end the process."""
    bus, ticker = ChangeBus(), _Ticker()
    heard = []
    ticker.ticked.connect(heard.append)
    count = [0]

    def on_change(_changes, _initiator):
        count[0] += 1

    bus.changed.connect(on_change)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(100_000):
        ticker.ticked.emit(number)
        ticker.plain.emit()
        bus.announce(None)
        ticker.setObjectName("tick")
    assert len(heard) == count[0] == 100_000
    # 3.12 and later keep these two for ever; before, a loss would show as a falling count.
    assert sys.getrefcount(None) > before[0] - 1000
    assert sys.getrefcount(True) > before[1] - 1000
