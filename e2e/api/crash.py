"""Kills the server in the middle of writing, again and again: whatever was acknowledged is there.

usage: crash.py ENGINE [number of kills, 50] [seed, 1]          (rows: PLT-3, OBS-4, PLT-11)
"""

import http.client
import pathlib
import random
import sys
import tempfile
import threading
import time

from server import Server, engine, set_up, verify

TALK = "Doctor: What brings you in?\nPatient: I have had a cough for three days.\n"


class Writer(threading.Thread):
    """One client; keeps what the server acknowledged."""

    def __init__(self, server: Server, name: str):
        super().__init__(daemon=True)
        self.server, self.tag = server, name
        self.patients: dict[str, str] = {}
        self.notes: dict[str, tuple[int, str]] = {}
        self.attempted: dict[str, set[str]] = {}
        self.drafts: dict[str, str] = {}
        self.strange: list[str] = []

    def run(self) -> None:
        try:
            for n in range(100_000):
                self.one(n)
        except (OSError, http.client.HTTPException):
            pass  # The server was killed, which is the point.

    def must(self, expected, method, path, body):
        status, answer = self.server.ask(method, path, body)
        if status != expected:
            self.strange.append(f"{method} {path}: {status} {answer}")
            raise OSError("stop here")
        return answer

    def one(self, n: int) -> None:
        new = {"kind": "human", "family_name": "Nowak", "given_name": f"{self.tag}-{n}", "sex": "female"}
        patient = self.must(201, "POST", "/v1/ehr/patients", new)["patient_id"]
        self.patients[patient] = new["given_name"]
        visit = self.must(201, "POST", "/v1/ehr/encounters", {"patient_id": patient})["visit"]["visit_id"]
        path = f"/v1/ehr/encounters/{visit}"
        for version in range(3):
            text = f"{self.tag} {n} {version}"
            self.attempted.setdefault(visit, set()).add(text)
            body = {"version": version, "sentences": [{"text": text}]}
            saved = self.must(200, "PUT", f"{path}/soap/plan", body)
            self.notes[visit] = (saved["version"], text)
        if n % 4 == 0:
            self.must(201, "POST", f"{path}/transcript", {"text": TALK})
            status, stream = self.server.ask("POST", f"{path}/draft", {})
            if status == 201 or status == 200:
                if "event: done" in stream:
                    self.drafts[visit] = stream.split('"draft_id":"')[1].split('"')[0]


def check(server: Server, writers: list[Writer]) -> int:
    checked = 0
    for writer in writers:
        assert not writer.strange, writer.strange
        for patient, name in writer.patients.items():
            status, found = server.ask("GET", f"/v1/ehr/patients/{patient}")
            assert status == 200 and found["given_name"] == name, (patient, found)
            checked += 1
        for visit, (version, text) in writer.notes.items():
            status, found = server.ask("GET", f"/v1/ehr/encounters/{visit}")
            plan = next(part for part in found["sections"] if part["section"] == "plan")
            # What was on its way when the server died may be there or not, but never half.
            assert plan["version"] >= version, (visit, version, plan)
            assert plan["sentences"][0]["text"] in writer.attempted[visit], plan
            if plan["version"] == version:
                assert plan["sentences"][0]["text"] == text, (text, plan)
            checked += 1
            if visit in writer.drafts:
                assert found["draft"]["draft_id"] == writer.drafts[visit], visit
                checked += 1
    return checked


def main() -> None:
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with engine(sys.argv[1]), tempfile.TemporaryDirectory(prefix="praxis-crash-") as folder:
        data = pathlib.Path(folder) / "data"
        set_up(data)
        server = Server(data)
        server.sign_in()
        acknowledged, total = 0, 0
        for kill in range(kills):
            writers = [Writer(server, f"{kill}-{n}") for n in range(6)]
            for writer in writers:
                writer.start()
            time.sleep(chance.uniform(0.02, 0.6))
            server.kill()
            for writer in writers:
                writer.join(timeout=60)
                assert not writer.is_alive(), "a client hangs"
            token = server.token
            server = Server(data)
            server.token = token
            acknowledged += check(server, writers)
            if kill % 10 == 9 or kill == kills - 1:
                # The file is looked at while nobody writes.
                server.stop()
                verify(data)
                server = Server(data)
                server.sign_in()
            status, page = server.ask("GET", "/v1/ehr/patients?limit=1")
            assert status == 200 and page["total"] >= total, "patients are lost"
            total = page["total"]
        server.stop()
        assert acknowledged > kills, "the server was killed before it did anything"
        print(f"{sys.argv[1]}, {kills} kills: {acknowledged} acknowledged writes are all there, {total} patients, the audit log and the database are whole")


main()
