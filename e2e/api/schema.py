"""Runs schemathesis against the built server; see schemathesis.sh."""

import pathlib
import subprocess
import sys
import tempfile

from server import Server, set_up

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="praxis-schema-") as folder:
        data = pathlib.Path(folder) / "data"
        set_up(data)
        server = Server(data)
        server.sign_in()
        runner = pathlib.Path(sys.executable).parent / "schemathesis"
        command = [
            str(runner), "--config-file", str(pathlib.Path(__file__).with_name("schemathesis.toml")),
            "run", f"{server.base}/openapi.json",
            "--url", server.base,
            "--checks", CHECKS,
            "--max-examples", sys.argv[1],
            "--header", f"Authorization: Bearer {server.token}",
            "--phases", "examples,coverage,fuzzing",
            # It would end the session of all that follows.
            "--exclude-path", "/v1/auth/logout",
            "--seed", "20261121",
            "--request-timeout", "20",
            "--continue-on-failure",
            # The export file nests deeply, so its random examples are large.
            "--suppress-health-check", "data_too_large,filter_too_much,too_slow",
            "--no-color",
        ]
        outcome = subprocess.run(command, cwd=folder)
        status = server.ask("GET", "/health/ready")[0]
        server.stop()
        assert status == 200, "the server is not ready any more"
        sys.exit(outcome.returncode)


main()
