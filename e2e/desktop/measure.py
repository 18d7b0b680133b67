"""What the app costs: time until something can be seen, and memory."""

import os
import time

TICKS = os.sysconf("SC_CLK_TCK")


def processes():
    """Every process by its id: parent, name and start, in seconds since the machine started."""
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as stat:
                text = stat.read()
        except OSError:
            continue
        name = text[text.index("(") + 1:text.rindex(")")]
        fields = text[text.rindex(")") + 2:].split()
        found[int(entry)] = (int(fields[1]), name, int(fields[19]) / TICKS)
    return found


def below(root, known):
    """A process and all that it started."""
    family = [root]
    for one in family:
        family.extend(pid for pid, (parent, _, _) in known.items() if parent == one)
    return family


def app_of(driver, binary):
    """The app's process among those that the driver started."""
    known = processes()
    short = os.path.basename(binary)[:15]
    return next((pid for pid in below(driver.process.pid, known) if known[pid][1] == short), None)


def is_running(pid):
    """Whether a process is there and not merely waiting to be buried."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def started_at(pid):
    """When a process started, in seconds since 1970."""
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - processes()[pid][2])


def memory(pid):
    """Proportional memory of the app and its web processes, in MiB by name."""
    known = processes()
    cost = {}
    for one in below(pid, known):
        try:
            with open(f"/proc/{one}/smaps_rollup", encoding="ascii") as rollup:
                kilobytes = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
        cost[known[one][1]] = cost.get(known[one][1], 0) + kilobytes / 1024
    return cost


def first_paint(driver, pid):
    """Milliseconds from the start of the process until the first content was painted."""
    script = (
        "const p = performance.getEntriesByName('first-contentful-paint')[0];"
        "return p ? performance.timeOrigin + p.startTime : null"
    )
    painted = driver.wait("first paint", lambda: driver.run(script))
    return painted - started_at(pid) * 1000
