"""A real Chromium without a window, told what to do through a pipe: no socket is opened.

It speaks the browser's own protocol for developer tools (``--remote-debugging-pipe``: JSON parted
by zero bytes on descriptors 3 and 4). Clicks and keys go in where those of a person would.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
_WAIT_SECONDS = 40.0
_HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""
_KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "ArrowDown": (40, ""),
    "/": (191, "/"),
}


def browser() -> str | None:
    """Where a Chromium is, None on a computer without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def _higher(descriptor: int) -> int:
    """The same end of a pipe under a number that nothing else is expected at."""
    import fcntl  # there is none on Windows, where this browser is not driven

    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10)
    os.close(descriptor)
    return copy


class Chromium:
    """A browser with one page; use it in a ``with`` statement."""

    def __init__(self, program: str, profile: Path) -> None:
        self._program, self._profile = program, profile
        self._number = 0
        self._left = b""
        self._session = ""
        self.fetched: list[str] = []
        """Addresses the page has asked for."""
        self.said: list[str] = []
        """What the page has logged: errors of scripts, refusals of its policy."""

    def __enter__(self) -> Self:
        # Above the two descriptors the browser listens on, so that no one is put over another.
        theirs_in, self._out = map(_higher, os.pipe())
        self._in, theirs_out = map(_higher, os.pipe())
        arguments = [
            self._program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en-GB",
            f"--user-data-dir={self._profile}", "--remote-debugging-pipe", "about:blank",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-c", _HAND_OVER, str(theirs_in), str(theirs_out), *arguments],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            self._attach()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _attach(self) -> None:
        targets = self._tell("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        told = self._tell("Target.attachToTarget", targetId=page, flatten=True)
        self._session = told["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._tell(f"{domain}.enable")

    def __exit__(self, *_fault: object) -> None:
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):
            self._session = ""
            self._tell("Browser.close")
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        os.close(self._out)

    # ------------------------------------------------------------------ what a person does

    def open(self, page: Path, fragment: str = "") -> None:
        """Open a file and wait until it is there."""
        self.said.clear()
        self.fetched.clear()
        self._tell("Page.navigate", url=page.as_uri() + fragment)
        self.wait("document.readyState === 'complete' && location.protocol === 'file:'")

    def ask(self, script: str) -> Any:
        """The value of an expression in the page."""
        told = self._tell("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"]["exception"]["description"])
        return told["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + _WAIT_SECONDS
        while not self.ask(condition):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(0.02)

    def click(self, selector: str) -> None:
        """Press the mouse in the middle of the first element a selector finds."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.ask(f"{found}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        box = self.ask(f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])"
                       f"({found}.getBoundingClientRect())")  # fmt: skip
        for kind in ("mousePressed", "mouseReleased"):
            self._tell(
                "Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left",
                clickCount=1,
            )  # fmt: skip

    def type(self, text: str) -> None:
        """Type letters one by one where the cursor is."""
        for letter in text:
            self._tell("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            self._tell("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def press(self, key: str) -> None:
        """Press a key with a name."""
        code, text = _KEYS[key]
        for kind in ("keyDown", "keyUp"):
            self._tell(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )  # fmt: skip

    # ------------------------------------------------------------------ how it is looked at

    def size(self, width: int, height: int, *, mobile: bool = False) -> None:
        """The size of the screen in CSS pixels."""
        self._tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height,
            deviceScaleFactor=1, mobile=mobile,
        )  # fmt: skip

    def look(self, *, dark: bool = False, media: str = "") -> None:
        """Light or dark, on a screen or as it prints (``media="print"``)."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def scripts(self, *, on: bool) -> None:
        """Whether pages opened from now on may run scripts."""
        self._tell("Emulation.setScriptExecutionDisabled", value=not on)

    def picture(self, path: Path) -> None:
        """What the screen shows, as PNG."""
        path.write_bytes(base64.b64decode(self._tell("Page.captureScreenshot")["data"]))

    def pdf(self, path: Path) -> None:
        """What the printer would get, on A4."""
        told = self._tell("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
        path.write_bytes(base64.b64decode(told["data"]))

    # ------------------------------------------------------------------ the pipe

    def _tell(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; what happens meanwhile is noted."""
        self._number += 1
        order: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            order["sessionId"] = self._session
        os.write(self._out, json.dumps(order).encode() + b"\0")
        end = time.monotonic() + _WAIT_SECONDS
        while True:
            heard = self._hear(end)
            if heard.get("id") == self._number:
                if "error" in heard:
                    raise RuntimeError(f"{method}: {heard['error']['message']}")
                result: dict[str, Any] = heard["result"]
                return result
            self._note(heard)

    def _hear(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._left:
            ready, _w, _x = select.select([self._in], [], [], max(0.0, end - time.monotonic()))
            piece = os.read(self._in, 1 << 20) if ready else b""
            if not piece:
                raise TimeoutError("the browser says nothing")
            self._left += piece
        message, _zero, self._left = self._left.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        return heard

    def _note(self, heard: dict[str, Any]) -> None:
        method, params = heard.get("method"), heard.get("params", {})
        if method == "Network.requestWillBeSent":
            self.fetched.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.said.append(params["exceptionDetails"]["text"])
        elif method == "Log.entryAdded":
            self.said.append(params["entry"]["text"])
