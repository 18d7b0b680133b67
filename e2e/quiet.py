"""Runs a command on a machine of its own, whose only way out is watched: whatever the program sends
anywhere but to itself is found, a look-up of a name too, and the run fails.

usage: quiet.py COMMAND…          (rows: OBS-6, PLT-1, AIC-8)

Needs a network namespace: root, or a kernel that lets anybody make one. Fails in CI without. Within
itself it only runs the command, which is watched already.
"""

import os
import socket
import struct
import subprocess
import sys
import threading

INSIDE = "PRAXIS_QUIET"
# Set to one of these: the namespace is made and not wired yet, or it is watched.
MADE, WATCHED = "made", "watched"
OWNER = "PRAXIS_QUIET_OWNER"
# An address of the block that is kept for documentation: nobody has it.
NOBODY = ("198.51.100.7", 9)
WIRE = """
ip link set lo up
ip link add out type veth peer name nobody
ip link set nobody up
ip link set out up
ip address add 192.0.2.1/24 dev out
ip neighbour add 192.0.2.254 lladdr 02:00:00:00:00:01 dev out
ip route add default via 192.0.2.254
if ip -6 address add 2001:db8::1/64 dev out nodad 2>/dev/null; then
    ip neighbour add 2001:db8::2 lladdr 02:00:00:00:00:01 dev out
    ip -6 route add default via 2001:db8::2
fi
"""
TCP, UDP = 6, 17


def asked(question: bytes) -> str:
    """The name that a name server is asked for."""
    labels = []
    while question and question[0]:
        labels.append(question[1 : question[0] + 1].decode("ascii", "replace"))
        question = question[question[0] + 1 :]
    return ".".join(labels)


class Watch(threading.Thread):
    """Sees every packet that leaves."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        everything = socket.htons(3)
        self.wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, everything)
        self.wire.bind(("out", 0))
        self.seen: set[str] = set()

    def run(self) -> None:
        while True:
            packet = self.wire.recv(65_535)
            kind, body = struct.unpack("!H", packet[12:14])[0], packet[14:]
            # The kernel's own packets for neighbours and groups are nobody's wish to connect.
            if kind == 0x0800 and body[9] in (TCP, UDP):
                self.note(socket.AF_INET, body[16:20], body[(body[0] & 15) * 4 :])
            elif kind == 0x86DD and body[6] in (TCP, UDP):
                self.note(socket.AF_INET6, body[24:40], body[40:])

    def note(self, family: int, address: bytes, rest: bytes) -> None:
        port = struct.unpack("!H", rest[2:4])[0]
        name = f" for {asked(rest[20:])}" if port == 53 else ""
        self.seen.add(f"{socket.inet_ntop(family, address)}:{port}{name}")

    def proves_itself(self) -> None:
        """What is sent is seen; else finding nothing would mean nothing."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            for _ in range(50):
                probe.sendto(b"?", NOBODY)
                if self.seen:
                    self.seen.clear()
                    return
                threading.Event().wait(0.1)
        raise SystemExit("the watch sees nothing, not even what is sent on purpose")


def as_owner() -> list[str]:
    """Whoever is not root became root only to wire the namespace, and is themselves again."""
    user, group = os.environ[OWNER].split(":")
    return [] if user == "0" else ["unshare", "--user", f"--map-user={user}", f"--map-group={group}"]


def obs_6_nothing_is_sent_to_anybody(command: list[str]) -> int:
    subprocess.run(["sh", "-ec", WIRE], check=True)
    watch = Watch()
    watch.start()
    watch.proves_itself()
    # Name servers are asked over the watched wire as well.
    outcome = subprocess.run([*as_owner(), *command], env={**os.environ, INSIDE: WATCHED}).returncode
    threading.Event().wait(0.5)
    found = {to for to in watch.seen if to != f"{NOBODY[0]}:{NOBODY[1]}"}
    if found:
        print(f"the program wanted to reach {', '.join(sorted(found))}", file=sys.stderr)
        return 1
    print("and nothing was sent to anybody")
    return outcome


def main() -> int:
    command = sys.argv[1:]
    if os.environ.get(INSIDE) == WATCHED:
        return subprocess.run(command).returncode
    if os.environ.get(INSIDE) == MADE:
        return obs_6_nothing_is_sent_to_anybody(command)
    way_in = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    if subprocess.run([*way_in, "true"], stderr=subprocess.DEVNULL).returncode != 0:
        print("SKIPPED: no network namespace can be made here, so nothing is watched")
        if os.environ.get("CI"):
            return 1
        return subprocess.run(command).returncode
    return subprocess.run([*way_in, sys.executable, __file__, *command], env={**os.environ, INSIDE: MADE, OWNER: f"{os.getuid()}:{os.getgid()}"}).returncode


sys.exit(main())
