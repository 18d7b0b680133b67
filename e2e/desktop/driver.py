"""A window under WebKitWebDriver, with the standard library alone."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import measure

ENTER = "\ue007"
# Keys by name, as WebDriver counts them; F1 is the first of twelve in a row.
KEYS = {"Shift": "\ue008", "Control": "\ue009", "Alt": "\ue00a", "Enter": ENTER}
KEYS.update({f"F{n}": chr(0xE030 + n) for n in range(1, 13)})
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

# What a person goes by: labels, names of buttons, and only what can be seen.
FIND = """
const seen = (e) => !!e && e.getClientRects().length > 0;
const said = (e) => (e.getAttribute("aria-label") || e.textContent || "").replace(/\\s+/g, " ").replace(/ ?\\*$/, "").trim();
const scope = () => [...document.querySelectorAll("[role=dialog]")].filter(seen).pop() || document;
const same = (text, wanted) => wanted.endsWith("*") ? text.startsWith(wanted.slice(0, -1)) : text === wanted;
const find = {
  field: (wanted) => {
    for (const label of scope().querySelectorAll("label")) {
      const control = label.control || document.getElementById(label.htmlFor);
      if (control && same(said(label), wanted) && seen(label)) return control;
    }
    return [...scope().querySelectorAll("input, textarea")].find((e) => same(e.getAttribute("aria-label") || "", wanted) && seen(e));
  },
  button: (wanted) => [...scope().querySelectorAll("button, [role=button]")].find((e) => seen(e) && !e.disabled && same(said(e), wanted)),
  text: (wanted) => [...scope().querySelectorAll("body *, [role=dialog] *")].filter((e) => seen(e) && same(said(e), wanted)).pop(),
  css: (wanted) => [...document.querySelectorAll(wanted)].find(seen),
};
return find[arguments[0]](arguments[1]) || null;
"""


class Refused(Exception):
    """The driver's answer was an error."""


class Driver:
    """WebKitWebDriver, and the one window that it drives."""

    def __init__(self, binary, data, log):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = dict(
            os.environ,
            PRAXIS_DATA_FOLDER=data,
            PRAXIS_LOG="info",
            TAURI_WEBVIEW_AUTOMATION="true",
            WEBKIT_DISABLE_DMABUF_RENDERER="1",
        )
        self.log = log
        self.binary = binary
        self.base = None

    def call(self, method, path, body=None, limit=30):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method, data=data,
            headers={"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=limit) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Refused(error.read().decode()[:400]) from error

    def open(self):
        """Starts the app. The driver's first session on a machine may hang, so there is a second try."""
        options = {"webkitgtk:browserOptions": {"binary": self.binary, "args": []}}
        wanted = {"capabilities": {"alwaysMatch": options}}
        for _ in range(2):
            self.listen()
            try:
                session = self.call("POST", "/session", wanted, limit=20)
            except TimeoutError:
                self.close()
                continue
            self.base = f"/session/{session['sessionId']}"
            return self
        raise TimeoutError("the driver opened no window")

    def listen(self):
        """Starts the driver and waits until it answers."""
        self.process = subprocess.Popen(
            ["WebKitWebDriver", f"--port={self.port}", "--host=127.0.0.1"],
            env=self.environment, stdout=self.log, stderr=self.log,
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the driver does not answer")

    def run(self, script, *arguments):
        return self.call("POST", f"{self.base}/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        return self.call("POST", f"{self.base}/execute/async", {"script": script, "args": list(arguments)})

    def look_at_last(self):
        """Turns to the window that was opened last."""
        handles = self.call("GET", f"{self.base}/window/handles")
        if handles:
            self.call("POST", f"{self.base}/window", {"handle": handles[-1]})
        return bool(handles)

    def wait(self, what, probe, seconds=20):
        """Until the probe answers something."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                found = probe()
            except Refused:
                found = None
            if found:
                return found
            time.sleep(0.05)
        try:
            shown = self.run("return document.body.innerText")
        except Refused as refused:
            shown = f"nothing: {refused}"
        raise AssertionError(f"not there after {seconds} s: {what}\nThe window shows:\n{shown}")

    def find(self, kind, wanted, seconds=20):
        found = self.wait(f"{kind} “{wanted}”", lambda: self.run(FIND, kind, wanted), seconds)
        return found[ELEMENT]

    def has(self, kind, wanted):
        return self.run(FIND, kind, wanted) is not None

    def click(self, kind, wanted):
        """A real click; tried again when the page moved the element away meanwhile."""
        self.wait(
            f"click on {kind} “{wanted}”",
            lambda: self.call("POST", f"{self.base}/element/{self.find(kind, wanted)}/click", {}) is None,
        )

    def type(self, label, text):
        """Real key presses."""
        self.call("POST", f"{self.base}/element/{self.find('field', label)}/value", {"text": text.replace("\n", ENTER)})

    def press(self, *names):
        """Keys that are held together, such as Control and Enter."""
        held = [KEYS.get(name, name) for name in names]
        steps = [{"type": "keyDown", "value": key} for key in held] + [{"type": "keyUp", "value": key} for key in reversed(held)]
        self.call("POST", f"{self.base}/actions", {"actions": [{"type": "key", "id": "keys", "actions": steps}]})

    def keys(self, text):
        """Types into whatever has the focus."""
        focused = self.call("GET", f"{self.base}/element/active")[ELEMENT]
        self.call("POST", f"{self.base}/element/{focused}/value", {"text": text})

    def put(self, label, value):
        """Fills a control that every locale types differently, such as a date."""
        self.run(
            "const e = arguments[0]; Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, arguments[1]);"
            "e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true }));",
            {ELEMENT: self.find("field", label)}, value,
        )

    def close(self):
        """Tells the app to end and waits until it has: only then may it be started again."""
        app = measure.app_of(self, self.binary)
        begin = time.monotonic()
        if app:
            os.kill(app, signal.SIGTERM)
        while app and measure.is_running(app):
            if time.monotonic() - begin > 15:
                os.kill(app, signal.SIGKILL)
                raise AssertionError("the app did not end when it was told to")
            time.sleep(0.05)
        self.process.terminate()
        self.process.wait(10)
        self.base = None
