"""The desktop app from its first start to a signed note, in a real window.

    python3 e2e/desktop/run.py [--binary target/debug/praxis-desktop] [--screenshot shot.png] [--runs 5]

Needs WebKitWebDriver, Xvfb, dbus-run-session and, for the picture, ImageMagick's `import`. The app
must be built with the pages in it: `npm --prefix ui run build`, then `cargo build -p praxis-desktop`.
"""

import argparse
import base64
import json
import math
import os
import shutil
import stat
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import uuid
import wave
from pathlib import Path

import measure
from asking import asking
from consultation import consultation, cut_off
from driver import Driver

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
CLINIC, NAME, LOGIN = "Lime Tree Surgery", "Dr Anna Lis", "anna"
PASSWORD = "correct horse battery staple"
# This session has no keychain.
PASSPHRASE = "seven geese over the mill pond"
TALK = """Doctor: Good morning, what brings you in today?
Patient: I have had a bad cough for four days, and a fever since Tuesday.
Doctor: How high was the fever?
Patient: It was 38.6 yesterday evening. I took paracetamol and it went down.
Doctor: Any chest pain or trouble breathing?
Patient: No chest pain. I get a little short of breath on the stairs.
Doctor: Your temperature is 37.9 and your blood pressure is 128 over 82. The chest is clear.
Doctor: This looks like a viral infection of the airways.
Doctor: Please rest and drink plenty. You can take paracetamol 500 mg up to four times a day."""

# Calls a command past the screens, as the page's own transport does.
INVOKE = """
const [command, input, extra, done] = arguments;
window.__TAURI_INTERNALS__.invoke(command, { input, ...extra }).then(
  (data) => done({ data }), (error) => done({ error }));
"""


def step(text):
    print(f"  {text}", flush=True)


def invoke(window, command, given=None, **extra):
    return window.run_async(INVOKE, command, given or {}, extra)


def set_up(window):
    window.type("Name of the clinic", CLINIC)
    window.type("Your name*", NAME)
    window.type("Login", LOGIN)
    window.type("Password", PASSWORD)
    window.click("field", "Load the demo clinic")
    window.click("button", "Open the clinic")


def choose_passphrase(window, data):
    """VLT-1: without a keychain the person is asked for a passphrase, and told that nobody can bring it back."""
    window.find("text", "Write it down and keep it safe: it cannot be recovered*")
    refused = invoke(window, "start_recording", {"recording_id": str(uuid.uuid4()), "channels": 1})["error"]
    assert refused["type"] == "Unavailable" and "passphrase" in refused["message"], refused
    window.type("Passphrase", PASSPHRASE)
    window.type("The same passphrase again", PASSPHRASE[:-1])
    window.click("button", "Keep the key under it")
    window.find("text", "The two are not the same.")
    window.type("The same passphrase again", PASSPHRASE[-1])
    window.click("button", "Keep the key under it")
    window.wait("the end of the dialog", lambda: not window.has("text", "Write it down*"))
    kept = Path(data, "praxis-passphrase.key")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not Path(data, "praxis.key").exists(), "the key lies in clear"
    assert invoke(window, "get_key_state")["data"]["fault"] is None
    window.find("text", "Your clinic is ready*")
    step("set up and signed in, with a passphrase for the keys")


def enter_passphrase(binary, data, scratch):
    """VLT-1: the next start asks for it; the sound opens without another one."""
    window = Driver(binary, data, subprocess.DEVNULL).open()
    try:
        window.find("text", "Enter the passphrase")
        visits = invoke(window, "list_visits", {"open": True})["data"]["items"]
        items = invoke(window, "list_visit_recordings", {"visit_id": visits[0]["visit_id"]})["data"]["items"]
        part = {"recording_id": items[0]["recording_id"], "from_ms": 0, "to_ms": 1000}
        assert invoke(window, "get_recording_sound", part)["error"]["type"] == "Unavailable"
        window.type("Passphrase", PASSPHRASE[:-1])
        window.click("button", "Open the keys")
        window.find("text", "This is not the passphrase.")
        assert invoke(window, "get_key_state")["data"]["fault"] == "locked"
        window.type("Passphrase", PASSPHRASE[-1])
        window.click("button", "Open the keys")
        window.wait("the end of the dialog", lambda: invoke(window, "get_key_state")["data"]["fault"] is None)
        assert "data" in invoke(window, "get_recording_sound", part)
    finally:
        window.close()
    for file in Path(scratch).rglob("*"):
        if file.is_file():
            assert PASSPHRASE.encode() not in file.read_bytes(), f"the passphrase stands in {file}"
    step("a wrong passphrase is said, the right one opens the sound")


def register(window):
    window.click("button", "New patient")
    window.type("Family name", "Nowak")
    window.type("Given name", "Anna")
    window.put("Birth date", "1979-04-13")
    window.click("text", "Female")
    window.click("button", "Save")
    window.wait("the chart", lambda: window.run("return document.title").startswith("Nowak Anna"))
    step("patient registered")


def write_note(window):
    window.click("button", "Start visit")
    window.type("Paste the conversation", TALK)
    window.click("button", "Import and draft")
    window.click("button", "Accept all")
    window.find("css", "[data-line]")
    step("conversation drafted and accepted")
    for _ in range(30):
        if not window.has("css", "[data-suggestion]"):
            break
        left = "return document.querySelectorAll('[data-suggestion]').length"
        before = window.run(left)
        window.click("button", "Dismiss:*")
        window.wait("one suggestion less", lambda before=before: window.run(left) < before)


def sign(window):
    window.click("button", "Sign")
    window.type("Your password", PASSWORD)
    window.click("button", "Sign the note")
    window.find("text", f"Signed by {NAME}*")
    window.find("text", "The signature matches the note.")
    step("note signed")


def back_to_chart(window):
    window.click("css", "section > a")
    window.find("button", "Start visit")


def tone(folder):
    """Five seconds that nobody can take for silence, as a WAV file."""
    path = Path(folder, "tone.wav")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        for at in range(48_000 * 5):
            file.writeframesraw(struct.pack("<h", int(12_000 * math.sin(at * 440 * 2 * math.pi / 48_000))))
    return path


def record(window, scratch):
    """AUD-2: the microphone of this computer is heard, paused, and what it heard is kept."""
    play = os.environ.get("PRAXIS_PLAY_INTO_MICROPHONE")
    assert play, "there is no microphone: run it by scripts/virtual-sound.sh"
    window.click("button", "Start visit")
    window.click("button", "Record*")
    window.click("button", "Agrees*")
    window.find("text", "Recording*")
    subprocess.run([play, str(tone(scratch))], check=True, timeout=30)
    window.click("button", "Pause*")
    window.find("text", "Paused*")
    window.click("button", "Resume*")
    window.find("text", "Recording*")
    time.sleep(1.5)
    window.click("button", "Stop*")
    visit = invoke(window, "list_visits", {"open": True})["data"]["items"][0]["visit_id"]

    def stopped():
        items = invoke(window, "list_visit_recordings", {"visit_id": visit})["data"]["items"]
        return items and items[0]["status"] == "stopped" and items[0]

    recording = window.wait("the end of the recording", stopped)
    assert recording["duration_ms"] > 5_000 and recording["missing"] == 0, recording
    chosen = {"recording_id": recording["recording_id"]}
    detail = invoke(window, "get_recording", chosen)["data"]
    loud = sum(peak > 30 for peak in detail["peaks"]) / len(detail["peaks"])
    assert 0.4 < loud < 1, f"{loud:.0%} of the recording is loud"
    kinds = [mark["kind"] for mark in detail["marks"]]
    assert kinds[:2] == ["paused", "resumed"], kinds
    sound = invoke(window, "get_recording_sound", {**chosen, "from_ms": 0, "to_ms": 5_000})["data"]
    samples = base64.b64decode(sound["data"])
    crossings = sum(1 for at in range(64_000, 96_000, 2) if (samples[at + 1] ^ samples[at + 3]) & 0x80)
    # A tone of 440 Hz changes its sign 880 times a second.
    assert 800 < crossings < 960, f"{crossings} changes of sign in a second"
    step(f"recorded {recording['duration_ms'] / 1000:.1f} s from the microphone, with a pause")


def check_session(window, data):
    """The token is in the owner's file and nowhere in the page."""
    kept = Path(data, "session")
    mode = stat.S_IMODE(kept.stat().st_mode)
    assert mode == 0o600, f"the session's file has mode {mode:o}"
    token = json.loads(kept.read_text(encoding="utf-8"))["token"]
    held = window.run("return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert token not in held, "the page holds the token"
    me = invoke(window, "get_current_user")["data"]
    assert token not in json.dumps(me)
    again = invoke(window, "sign_in", {"login": LOGIN, "password": PASSWORD})["data"]
    assert (again["token"], again["refresh_token"]) == ("", ""), "a token reached the page"
    renewed = invoke(window, "refresh_session", {"refresh_token": ""})
    assert renewed.get("data", {}).get("token") == "", renewed
    assert invoke(window, "get_current_user")["data"]["user"]["login"] == LOGIN
    step("tokens stay out of the page; the session can be renewed")


def check_edges(window):
    """Failures have one shape, other places cannot be reached, files can be kept."""
    unknown = invoke(window, "get_patient", {"patient_id": "x", "organization_id": "y"})["error"]
    assert unknown["type"] == "Validation" and unknown["reference"], unknown
    missing = invoke(window, "sign_in", {"login": "x"})["error"]
    assert (missing["field"], missing["rule"]) == ("password", "required"), missing
    for shell in ("plugin:fs|read_file", "plugin:shell|execute", "plugin:event|emit", "plugin:window|create"):
        assert "error" in invoke(window, shell), f"{shell} is allowed"
    here = window.run("return location.href")
    window.run("location.href = 'https://example.org/'")
    time.sleep(0.5)
    assert window.run("return location.href") == here, "the window left the app"
    blocked = window.run_async(
        "const done = arguments[0]; fetch('https://example.org/').then(() => done('reached'), () => done('blocked'))"
    )
    assert blocked == "blocked"
    evaluated = window.run_async(
        "const done = arguments[0]; const s = document.createElement('script'); s.textContent = 'window.inlined = 1';"
        "document.body.append(s); setTimeout(() => done(!!window.inlined), 100)"
    )
    assert not evaluated, "an inline script ran"
    step("failures have one shape; foreign places, plugins and inline scripts are refused")


def check_cancel(window):
    """A cancelled operation ends within a second."""
    waited = window.run_async(
        """
        const done = arguments[0], tauri = window.__TAURI_INTERNALS__, begin = performance.now();
        tauri.invoke("sign_in", { input: { login: "anna", password: "wrong wrong wrong" }, operationId: "slow" }).then(
          () => done({ answered: true }), (failure) => done({ type: failure.type, ms: performance.now() - begin }));
        setTimeout(() => tauri.invoke("cancel_operation", { operationId: "slow" }), 5);
        """
    )
    assert waited.get("type") == "Cancelled" and waited["ms"] < 1000, waited
    assert invoke(window, "cancel_operation", operationId="nothing")["data"] is False
    step(f"a cancelled operation ended after {waited['ms']:.0f} ms")


def check_events(window):
    """What changes is told to the window."""
    window.run(
        """
        window.heard = [];
        const tauri = window.__TAURI_INTERNALS__;
        const id = tauri.transformCallback((frame) => window.heard.push(frame));
        tauri.invoke("subscribe_events", { last: null, channel: `__CHANNEL__:${id}` });
        """
    )
    time.sleep(0.3)
    person = {"kind": "human", "family_name": "Kowal", "given_name": "Jan", "sex": "male"}
    assert "data" in invoke(window, "create_patient", person)
    heard = "return window.heard.find((f) => f.message && f.message.name === 'records:changed')"
    frame = window.wait("the event", lambda: window.run(heard), 5)
    assert "patients" in frame["message"]["payload"]["tags"], frame
    step("changes are told to the window")


def check_files(window):
    """A file that a page makes can be kept; without a folder for downloads it lies at home."""
    window.run(
        """
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob(["kept"], { type: "text/plain" }));
        link.download = "note.txt";
        document.body.append(link);
        link.click();
        """
    )
    kept = Path(os.environ["HOME"], "note.txt")
    window.wait("the file", lambda: kept.exists() and kept.read_text(encoding="utf-8") == "kept", 10)
    step("a file was kept")


def check_second_start(binary, data, app):
    """A second start, without a message bus, ends and leaves the first alone."""
    alone = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
    alone.update(PRAXIS_DATA_FOLDER=data, WEBKIT_DISABLE_DMABUF_RENDERER="1")
    begin = time.monotonic()
    second = subprocess.run([binary], env=alone, timeout=20, check=False)
    assert second.returncode == 0, f"the second start ended with {second.returncode}"
    os.kill(app, 0)
    step(f"a second start ended after {(time.monotonic() - begin) * 1000:.0f} ms")


def check_problem(binary, scratch):
    """A data folder that cannot be used is told in a window, without a panic."""
    wrong = Path(scratch, "wrong")
    wrong.mkdir()
    Path(wrong, "praxis.db").write_text("this is no database " * 500, encoding="utf-8")
    window = Driver(binary, str(wrong), subprocess.DEVNULL)
    try:
        window.open()
        window.wait("the words", lambda: window.look_at_last() and "cannot be opened" in window.run(
            "return document.body.innerText"))
        assert "error" in invoke(window, "setup_status"), "this window has commands"
        step("a broken database is told in words")
    finally:
        window.close()


def walk(binary, data, screenshot, scratch):
    with open(Path(scratch, "app.log"), "wb") as log:
        window = Driver(binary, data, log).open()
        try:
            set_up(window)
            choose_passphrase(window, data)
            register(window)
            write_note(window)
            sign(window)
            back_to_chart(window)
            record(window, scratch)
            consultation(window, invoke, data, scratch, PASSWORD)
            cut_off(window, invoke, scratch)
            asking(window, invoke)
            check_events(window)
            check_session(window, data)
            check_cancel(window)
            check_edges(window)
            check_files(window)
            app = measure.app_of(window, binary)
            check_second_start(binary, data, app)
        finally:
            # Also of a failure: the picture shows where it stopped.
            if screenshot and shutil.which("import"):
                subprocess.run(["import", "-window", "root", screenshot], check=False)
                step(f"picture: {screenshot}")
            window.close()
    noticed = Path(scratch, "app.log").read_text(encoding="utf-8")
    assert "a second start asked for the window" in noticed, "the first window was not asked to come"
    assert '"level":"ERROR"' not in noticed, noticed
    assert '"closed"' in noticed, "the app did not park its work at the end"


def starts(binary, data, runs):
    """Starts again on the same data: the session is restored, times and memory are taken."""
    painted, usable, sizes = [], [], []
    for _ in range(runs):
        window = Driver(binary, data, subprocess.DEVNULL).open()
        try:
            app = measure.app_of(window, binary)
            seen = window.wait("the signed-in page", lambda: window.run("return document.querySelector('nav') && Date.now()"))
            usable.append(seen - measure.started_at(app) * 1000)
            painted.append(measure.first_paint(window, app))
            time.sleep(1.5)
            sizes.append(measure.memory(app))
        finally:
            window.close()
    step("the session is restored by a restart")
    print(f"first contentful paint: median {statistics.median(painted):.0f} ms of {[round(t) for t in painted]}")
    print(f"signed-in page there:   median {statistics.median(usable):.0f} ms of {[round(t) for t in usable]}")
    total = statistics.median(sum(size.values()) for size in sizes)
    parts = ", ".join(f"{name} {mib:.0f}" for name, mib in sizes[-1].items())
    print(f"memory (PSS): median {total:.0f} MiB, last: {parts}")


def inside(options):
    scratch = tempfile.mkdtemp(prefix="praxis-desktop-")
    os.environ["XDG_RUNTIME_DIR"] = str(Path(scratch, "run"))
    os.environ["HOME"] = str(Path(scratch, "home"))
    for folder in ("run", "home"):
        Path(scratch, folder).mkdir(mode=0o700)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ.pop(name, None)
    data = str(Path(scratch, "data"))
    try:
        walk(options.binary, data, options.screenshot, scratch)
        enter_passphrase(options.binary, data, scratch)
        starts(options.binary, data, options.runs)
        check_problem(options.binary, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "target/debug/praxis-desktop"))
    parser.add_argument("--screenshot")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.binary = str(Path(options.binary).resolve())
    if options.inside:
        inside(options)
        return 0
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x860x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )
    try:
        os.close(write)
        with os.fdopen(read) as answer:
            environment = dict(os.environ, DISPLAY=f":{answer.readline().strip()}")
        command = ["dbus-run-session", "--", sys.executable, str(HERE), "--inside", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        screen.terminate()
        screen.wait()


if __name__ == "__main__":
    sys.exit(main())
