"""A consultation spoken into this computer's microphone, by keyboard alone, to the signed note.

Two voices of Flite speak; PocketSphinx writes down what it hears. Good enough to show the way from
sound to a note, and nothing that a clinic should use.
"""

import json
import os
import re
import subprocess
import time
import wave
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[2] / "ui/src/locales"
ENGINES = {"engines": [{"name": "PocketSphinx", "command": ["pocketsphinx_continuous", "-infile", "/dev/stdin", "-logfn", "/dev/null"]}]}
SAID = [
    ("rms", "What brings you in today?"),
    ("slt", "I have had a bad cough for four days."),
    ("rms", "You should rest and drink plenty of water."),
]
PAUSE_S = 0.8
WAITING = "return document.querySelectorAll(\"[data-attention='true']\").length"


def words(language):
    """What the screens say, from the catalogues that they are built with."""
    found = {}
    for path in (LOCALES / language).glob("*.po"):
        found.update(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', path.read_text(encoding="utf-8"), re.M))
    return found


def talk(folder):
    """All that is said as a WAV file, with silence between two who speak."""
    path, samples = Path(folder, "talk.wav"), []
    for voice, text in SAID:
        said = Path(folder, "said.wav")
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", said], check=True)
        with wave.open(str(said)) as file:
            form = file.getparams()
            samples.append(file.readframes(form.nframes))
    pause = bytes(int(form.framerate * PAUSE_S) * form.sampwidth)
    with wave.open(str(path), "wb") as file:
        file.setparams(form)
        file.writeframes(pause + pause.join(samples) + pause + pause)
    return path


class Consultation:
    """One consultation, in a language of the screens."""

    def __init__(self, window, invoke, language, scratch):
        self.window, self.language, self.scratch = window, language, scratch
        self.ask = lambda command, **given: invoke(window, command, given)["data"]
        self.words = words(language)
        self.visit = None

    def begin(self):
        """The screens in this language, and a visit."""
        self.ask("update_preferences", preferences={"language": self.language, "theme": "system", "single_keys": True})
        person = {"kind": "human", "family_name": "Żółć", "given_name": f"Anna {self.language}", "sex": "female"}
        patient = self.ask("create_patient", **person)["patient_id"]
        self.visit = self.ask("create_visit", patient_id=patient)["visit"]["visit_id"]
        self.window.run("location.reload()")
        script = "return document.documentElement.lang === arguments[0] && !!document.querySelector('nav')"
        self.window.wait("the language", lambda: self.window.run(script, self.language))
        self.window.click("text", self.words["nav.today"])
        self.window.click("css", f"a[href$='/visits/{self.visit}']")
        self.window.find("css", "[data-add]")

    def detail(self):
        return self.ask("get_visit", visit_id=self.visit)

    def segments(self):
        return (self.detail()["transcript"] or {"segments": []})["segments"]

    def focused(self):
        return self.window.run("const e = document.activeElement; return e.getAttribute('aria-label') || e.innerText")

    def speak(self):
        """Consent by a key, then everything is said, heard and written down."""
        self.consent()
        subprocess.run([os.environ["PRAXIS_PLAY_INTO_MICROPHONE"], str(talk(self.scratch))], check=True, timeout=60)
        self.window.press("Shift", "F9")
        self.window.find("text", self.words["words.complete"], 90)
        heard = " ".join(one["text"] for one in self.segments())
        missing = [word for word in ("brings", "cough", "four", "rest", "water") if word not in heard]
        assert not missing, f"{missing} not in “{heard}”"

    def consent(self):
        """The recording begins when the patient agrees."""
        self.window.press("F9")
        self.window.wait("the question", lambda: self.focused().startswith(self.words["consent.given"]))
        self.window.press("1")
        self.window.wait("the recording", self.records)

    def records(self):
        return self.window.run("return !!document.querySelector('[data-phase]')")

    def pieces(self):
        """How many seconds of each recording are kept."""
        return [one["segments"] for one in self.ask("list_visit_recordings", visit_id=self.visit)["items"]]

    def load_anew(self):
        """A page that is loaded anew in the middle: nothing listens behind it, and F9 goes on."""
        self.consent()
        self.window.wait("some sound", lambda: self.pieces() > [2])
        self.window.run("location.reload()")
        self.window.find("text", self.words["recording.status.interrupted"], 8)
        before = self.pieces()
        assert not self.records() and self.window.run("return !!document.querySelector('[data-add]')")
        time.sleep(2.5)
        assert self.pieces() == before, "the microphone is open behind a page that does not show it"
        self.window.press("F9")
        self.window.wait("the recording", self.records)
        self.window.wait("more sound", lambda: self.pieces() > [before[0] + 1])
        self.window.press("Shift", "F9")
        self.window.wait("the end", lambda: not self.records())
        assert len(self.pieces()) == 1, "it is another recording"

    def say_who_spoke(self):
        """One key a turn, in the other pane."""
        self.window.press("Control", "\\")
        self.window.wait("a turn", lambda: self.window.run("return document.activeElement.matches('[data-step-turn]')"))
        for one in self.segments():
            self.window.press("p" if "cough" in one["text"] else "d")
        self.window.wait(
            "the speakers",
            lambda: all(one["speaker"] == ("patient" if "cough" in one["text"] else "clinician") for one in self.segments()),
        )

    def draft(self):
        """The draft that followed the words is made again, now that it is known who spoke."""
        made = lambda: (self.detail()["draft"] or {}).get("draft_id")
        first = self.window.wait("the first draft", made)
        self.window.press("Control", "k")
        self.window.wait("the palette", lambda: self.window.run("return document.activeElement.matches('[role=dialog] input')"))
        self.window.keys(f"> {self.words['command.draft_again']}")
        self.window.press("Enter")
        self.window.wait("another draft", lambda: made() != first)
        self.window.find("button", f"{self.words['draft.accept_all']}*")
        self.window.press("Control", "Enter")
        self.window.wait("the note", lambda: self.window.run("return !!document.querySelector('[data-line] textarea')"))

    def hear_evidence(self):
        """F8 plays what the first sentence from the talk rests on."""
        self.window.run("document.querySelector(\"[data-line][data-kind='talk'] textarea\").focus()")
        self.window.press("F8")
        place = f"return Number(document.querySelector('[role=slider][aria-label=\"{self.words['recording.seek']}\"]')?.getAttribute('aria-valuenow'))"
        self.window.wait("the sound", lambda: self.window.run(place) > 0)

    def review(self):
        """Everything that waits for a decision is gone to by key, and removed."""
        for _ in range(12):
            left = self.window.run(WAITING)
            if left == 0:
                return
            self.window.press("F2")
            self.window.press("F4")
            self.window.wait("one less", lambda left=left: self.window.run(WAITING) < left)

    def sign(self, password):
        self.window.press("Control", "Shift", "Enter")
        self.window.wait("the password", lambda: self.window.run("return document.activeElement.type") == "password")
        self.window.keys(password)
        self.window.press("Enter")
        self.window.find("text", self.words["signature.matches"])
        assert self.detail()["visit"]["status"] == "finalized"


def consultation(window, invoke, data, scratch, password):
    """AUD-9, VIS-9: in Polish and in English."""
    Path(data, "speech.json").write_text(json.dumps(ENGINES), encoding="utf-8")
    # The tests that follow read English.
    for language in ("pl", "en"):
        one = Consultation(window, invoke, language, scratch)
        one.begin()
        one.speak()
        one.say_who_spoke()
        one.draft()
        one.hear_evidence()
        one.review()
        one.sign(password)
        print(f"  a consultation was spoken, drafted and signed by keyboard: {language}", flush=True)


def cut_off(window, invoke, scratch):
    """AUD-2: what was recorded when the page went away is offered at once, and goes on."""
    one = Consultation(window, invoke, "en", scratch)
    one.begin()
    one.load_anew()
    print("  a page that was loaded anew closed the microphone, and F9 went on with the recording", flush=True)
