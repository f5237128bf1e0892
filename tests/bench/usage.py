"""What a process has used up, and the core it keeps to. Needs nothing but Python itself."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

SERVER_CORE = 0
CLIENT_CORE = 1


def pin(core: int) -> None:
    """Keep this process and its threads to one core, where the machine has two and lets us."""
    if sys.platform == "linux" and (os.cpu_count() or 1) >= 2:
        os.sched_setaffinity(0, {core})


def cpu_seconds() -> float:
    """User and system time of this process, all its threads included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_megabytes() -> float:
    """The most memory this process has had.

    Linux's ``ru_maxrss`` begins with what the parent had, so the process's own mark is read there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def cpu_seconds_of(pid: int) -> float | None:
    """The same of another process; None where the system does not tell."""
    line = Path(f"/proc/{pid}/stat")
    if not line.exists():
        return None
    fields = line.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
