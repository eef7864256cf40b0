"""What a program costs: CPU seconds with all its children, the most memory of the whole family, wall seconds."""

import os
import subprocess
import threading
import time
from pathlib import Path


class Cost:
    """The median of several runs."""

    def __init__(self, runs):
        middle = lambda values: sorted(values)[(len(values) - 1) // 2]
        self.cpu, self.wall, self.peak, self.largest = (middle([run[k] for run in runs]) for k in range(4))


def family(pid):
    """A process and all that came from it, as far as they live."""
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found.extend(int(child) for child in (task / "children").read_text().split())
        except OSError:
            pass
    return found


def resident(pid):
    """Bytes in memory now, shared pages once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration, ValueError):
        return 0


def run(command, good=(0,), log=None):
    """Runs a command once; gives CPU seconds (user + system, children included), wall seconds, peak bytes of all its
    processes together, and of the largest one."""
    begun = time.monotonic()
    with open(log or os.devnull, "w") as out:
        child = subprocess.Popen([str(word) for word in command], stdout=out, stderr=subprocess.STDOUT)
        peak, ended = 0, threading.Event()

        def watch():
            nonlocal peak
            while not ended.wait(0.05):
                peak = max(peak, sum(resident(pid) for pid in family(child.pid)))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        _, status, usage = os.wait4(child.pid, 0)
        ended.set()
        watcher.join()
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in good:
        raise RuntimeError(f"{Path(str(command[0])).name} ended with {child.returncode}; see {log}")
    # a quick program may be over before it was looked at: the largest of its processes then stands for all
    peak = max(peak, usage.ru_maxrss << 10)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun, peak, usage.ru_maxrss << 10


def alternated(commands, times):
    """Runs all commands in turn, several times, so that a busy moment of the machine meets each alike."""
    runs = {name: [] for name in commands}
    for _ in range(times):
        for name, (command, good, log) in commands.items():
            runs[name].append(run(command, good, log))
    return {name: Cost(all_runs) for name, all_runs in runs.items()}
