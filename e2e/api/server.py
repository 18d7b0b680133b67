"""What the scripts here share: the built server as its own process, and requests to it."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"


def program() -> str:
    """The `praxis` that was built last; `PRAXIS_PROGRAM` names another one."""
    if named := os.environ.get("PRAXIS_PROGRAM"):
        return named
    built = [path for kind in ("release", "debug") if (path := ROOT / "target" / kind / "praxis").exists()]
    if not built:
        raise SystemExit("build the program first: cargo build -p praxis-cli")
    return str(max(built, key=lambda path: path.stat().st_mtime))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def set_up(data: pathlib.Path) -> None:
    """The first clinic and its admin."""
    command = [program(), "setup", "--data", str(data), "--organization", "Przychodnia", "--name", "Dr. A", "--login", "admin"]
    subprocess.run(command, input=PASSWORD.encode(), check=True, stdout=subprocess.DEVNULL)


class Server:
    """`praxis serve` on a port of its own."""

    def __init__(self, data: pathlib.Path, log: pathlib.Path | None = None):
        self.data = data
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = open(log or data.parent / "server.log", "ab")
        command = [program(), "serve", "--data", str(data), "--addr", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        self.token = ""
        self.wait()

    def wait(self) -> None:
        for _ in range(600):
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended: see {self.log.name}")
            try:
                if urllib.request.urlopen(f"{self.base}/health/ready", timeout=2).status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server does not become ready")

    def sign_in(self) -> None:
        status, body = self.ask("POST", "/v1/auth/login", {"login": "admin", "password": PASSWORD})
        assert status == 200, body
        self.token = body["token"]

    def ask(self, method: str, path: str, body=None, timeout: float = 30):
        """Status and JSON; `OSError` when the connection breaks."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.base + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                status, text = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text.decode(errors="replace")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


@contextlib.contextmanager
def engine(name: str, tablespace: pathlib.Path | None = None):
    """Lets every `praxis` that is started inside work on the engine: `sqlite`, or a fresh database
    of the PostgreSQL that `PRAXIS_TEST_POSTGRES_URL` names."""
    if name == "sqlite":
        os.environ.pop("PRAXIS_DATABASE_URL", None)
        yield
        return
    admin = os.environ.get("PRAXIS_TEST_POSTGRES_URL")
    if not admin:
        raise SystemExit("PRAXIS_TEST_POSTGRES_URL names no PostgreSQL: run it by scripts/with-postgres.sh")

    def sql(*statements: str) -> None:
        command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", admin]
        for statement in statements:
            command += ["-c", statement]
        subprocess.run(command, check=True)

    database = f"praxis_e2e_{os.getpid()}"
    where = ""
    if tablespace:
        sql(f"CREATE TABLESPACE {database} LOCATION '{tablespace}'")
        where = f"TABLESPACE {database}"
    sql(f"CREATE DATABASE {database} {where}")
    os.environ["PRAXIS_DATABASE_URL"] = urllib.parse.urlsplit(admin)._replace(path=f"/{database}").geturl()
    try:
        yield
    finally:
        del os.environ["PRAXIS_DATABASE_URL"]
        sql(f"DROP DATABASE {database} WITH (FORCE)")
        if tablespace:
            sql(f"DROP TABLESPACE {database}")


def verify(data: pathlib.Path) -> None:
    """The audit log is whole, and so is the file, where the database is one."""
    import sqlite3

    audit = subprocess.run([program(), "audit", "verify", "--data", str(data)], capture_output=True, text=True)
    assert audit.returncode == 0, audit.stdout + audit.stderr
    if "PRAXIS_DATABASE_URL" in os.environ:
        return
    with sqlite3.connect(data / "praxis.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
