"""Kills the server while somebody speaks: no acknowledged piece of sound is lost, what was not
acknowledged is sent again, and the recording is offered again after each start.

usage: recording_crash.py ENGINE [number of kills, 100] [seed, 1]     (rows: AUD-2, AUD-12)
"""

import base64
import hashlib
import http.client
import pathlib
import random
import sys
import tempfile
import threading
import time
import uuid

from server import Server, engine, set_up, verify

FRAMES = 16_000
SECOND = FRAMES * 2


def sound(number: int) -> bytes:
    """A second that is unlike every other."""
    begin = hashlib.sha256(number.to_bytes(4, "big")).digest()
    return (begin * (SECOND // len(begin) + 1))[:SECOND]


class Recorder(threading.Thread):
    """Sends pieces in order, as a page does; keeps which were acknowledged."""

    def __init__(self, server: Server, recording: str, begin: int):
        super().__init__(daemon=True)
        self.server, self.recording, self.next = server, recording, begin
        self.strange: list[object] = []

    def run(self) -> None:
        try:
            while not self.strange:
                data = base64.b64encode(sound(self.next)).decode()
                piece = {"number": self.next, "first_frame": self.next * FRAMES, "data": data}
                status, answer = self.server.ask("POST", f"/v1/scribe/recordings/{self.recording}/segments", piece)
                if status != 200 or answer["next"] != self.next + 1:
                    self.strange.append((status, answer))
                    return
                self.next += 1
        except (OSError, http.client.HTTPException):
            pass  # The server was killed, which is the point.


def begin(server: Server) -> str:
    patient = {"kind": "human", "family_name": "Nowak", "given_name": "Anna", "sex": "female"}
    patient_id = server.ask("POST", "/v1/ehr/patients", patient)[1]["patient_id"]
    visit = server.ask("POST", "/v1/ehr/encounters", {"patient_id": patient_id})[1]["visit"]["visit_id"]
    consent = {"purpose": "recording", "decision": "this_visit", "visit_id": visit}
    assert server.ask("POST", f"/v1/ehr/patients/{patient_id}/consents", consent)[0] == 201
    recording = str(uuid.uuid4())
    start = {"recording_id": recording, "visit_id": visit, "channels": 1}
    assert server.ask("POST", "/v1/scribe/recordings", start)[0] == 201
    return recording


def check(server: Server, recording: str, acknowledged: int) -> None:
    """Offered again, with all that was acknowledged; the last ten seconds are listened to."""
    waiting = server.ask("GET", "/v1/scribe/recordings")[1]["items"]
    assert [item["recording_id"] for item in waiting] == [recording], waiting
    stored = waiting[0]["segments"]
    # The piece that was on its way may be stored although its answer was lost.
    assert acknowledged <= stored <= acknowledged + 1 and waiting[0]["missing"] == 0, (acknowledged, waiting)
    listen(server, recording, max(0, acknowledged - 10), acknowledged)


def listen(server: Server, recording: str, begin: int, end: int) -> None:
    while begin < end:
        to = min(begin + 10, end)
        path = f"/v1/scribe/recordings/{recording}/sound?from_ms={begin * 1000}&to_ms={to * 1000}"
        status, heard = server.ask("GET", path)
        assert status == 200, heard
        expected = b"".join(sound(number) for number in range(begin, to))
        assert base64.b64decode(heard["data"]) == expected, f"seconds {begin} to {to} sound different"
        begin = to


def main() -> None:
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    with engine(sys.argv[1]), tempfile.TemporaryDirectory(prefix="praxis-crash-") as folder:
        data = pathlib.Path(folder) / "data"
        set_up(data)
        server = Server(data)
        server.sign_in()
        recording = begin(server)
        acknowledged = 0
        for _ in range(kills):
            recorder = Recorder(server, recording, acknowledged)
            recorder.start()
            time.sleep(chance.uniform(0.01, 0.3))
            server.kill()
            recorder.join(timeout=60)
            assert not recorder.is_alive(), "a client hangs"
            assert not recorder.strange, recorder.strange
            acknowledged = recorder.next
            token = server.token
            server = Server(data)
            server.token = token
            check(server, recording, acknowledged)
        assert acknowledged > kills, "the server was killed before it heard anything"
        status, stopped = server.ask("POST", f"/v1/scribe/recordings/{recording}/stop", {})
        assert status == 200 and stopped["status"] == "stopped", stopped
        listen(server, recording, 0, acknowledged)
        server.stop()
        verify(data)
        clear = sound(acknowledged // 2)[:64]
        assert clear not in (data / "recordings" / recording).read_bytes(), "the sound lies in clear"
        print(f"{sys.argv[1]}, {kills} kills: all {acknowledged} acknowledged seconds are heard as they were sent, and were offered again each time")


main()
