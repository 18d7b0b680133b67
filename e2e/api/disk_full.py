"""Fills the disk under the running server: writes are refused in so many words, nothing breaks,
and with free space it goes on by itself. Needs root (or CAP_SYS_ADMIN) to mount a small tmpfs.

On PostgreSQL the disk of the tables is full; there the room for the rows of reads is the operator's
to keep, so reading stops as well, in the same words.

usage: disk_full.py ENGINE          (rows: PLT-8, FIL-10; fails in CI when it cannot run)
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from server import Server, engine, set_up, verify

SIZE = "24m"
READS = 1_000


def mount(folder: pathlib.Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return True
    print(f"SKIPPED: a small disk cannot be mounted here: {done.stderr.strip()}")
    if os.environ.get("CI"):
        raise SystemExit("CI runs this as root")
    return False


def patient(n: int) -> dict:
    return {"kind": "human", "family_name": "Nowak", "given_name": f"A{n}", "sex": "female", "address": "x" * 500}


def fill(disk: pathlib.Path, name: str) -> pathlib.Path:
    """Takes all the space that is left."""
    ballast = disk / name
    with open(ballast, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    return ballast


def until_full(server: Server, start: int) -> tuple[int, dict]:
    """Writes until the disk is full; answers the first refusal."""
    for n in range(start, start + 5_000):
        status, body = server.ask("POST", "/v1/ehr/patients", patient(n))
        if status != 201:
            return status, body
    raise AssertionError("the disk does not fill")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="praxis-full-") as folder:
        disk = pathlib.Path(folder) / "disk"
        disk.mkdir()
        if not mount(disk):
            return
        try:
            if sys.argv[1] == "sqlite":
                with engine("sqlite"):
                    run(disk, disk / "data")
            else:
                tables = disk / "tables"
                tables.mkdir()
                # The database server may be somebody else's process.
                os.chmod(folder, 0o755)
                shutil.chown(tables, "postgres")
                with engine("postgres", tables):
                    run(disk, pathlib.Path(folder) / "data")
        finally:
            subprocess.run(["umount", "-l", str(disk)], check=True)


def run(disk: pathlib.Path, data: pathlib.Path) -> None:
    reading_goes_on = data.is_relative_to(disk)
    set_up(data)
    # Its log lies on the same disk, which must not bring it down either.
    server = Server(data, disk / "server.log")
    server.sign_in()
    for n in range(20):
        assert server.ask("POST", "/v1/ehr/patients", patient(n))[0] == 201
    status, upload = server.ask("POST", "/v1/uploads", {"name": "a.csv", "size": 400_000})
    assert status == 201
    for round in range(3):
        ballast = fill(disk, "ballast")
        status, body = until_full(server, 1_000 * (round + 1))
        assert (status, body["type"]) == (507, "StorageFull"), (status, body)
        # Who is signed in and what needs no row of the audit log goes on; the process lives.
        assert server.ask("GET", "/health/live")[0] == 200
        assert server.ask("GET", "/health/ready")[0] == 200
        assert server.ask("GET", "/v1/auth/me")[0] == 200
        if reading_goes_on:
            # And is written down, in the room that was kept free for it.
            for _ in range(READS):
                status, body = server.ask("GET", "/v1/ehr/patients?limit=20")
                assert status == 200, (status, body)
            status, body = server.ask("POST", "/v1/ehr/patients", patient(8_000_000 + round))
            assert status == 507, "what is kept for reading is not used up by changes"
            path = f"/v1/uploads/{upload['upload_id']}"
            status, body = server.ask("POST", path, {"offset": 0, "data": "AAAA" * 40_000})
            assert status == 507, (status, body)
        else:
            # Pages of the log that have room left take a few more rows.
            answers = {server.ask("GET", "/v1/ehr/patients?limit=20")[0] for _ in range(READS)}
            assert answers <= {200, 507} and 507 in answers, answers
        ballast.unlink()
        status, body = server.ask("POST", "/v1/ehr/patients", patient(9_000_000 + round))
        assert status == 201, f"with free space it goes on: {status} {body}"
        status, page = server.ask("GET", "/v1/ehr/patients?limit=1")
        assert status == 200
    server.process.terminate()
    server.process.wait(timeout=15)
    verify(data)
    reads = f"{READS} reads answered each time" if reading_goes_on else "no read answered without its row"
    print(f"{sys.argv[1]}, 3 times full: writes refused with 507, {reads}, and going on by itself; {page['total']} patients, the audit log and the database are whole")


main()
