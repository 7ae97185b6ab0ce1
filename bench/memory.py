"""How much memory a process takes, in megabytes, as Linux tells it in /proc."""

from pathlib import Path

NOW, PEAK = "VmRSS", "VmHWM"


def resident_mb(number: int | str = "self") -> float:
    """What a process holds at this moment; 0 once it has ended."""
    return _told(number, NOW)


def peak_mb(number: int | str = "self") -> float:
    """The most that a process held since it began. What `getrusage` tells includes the one that started it."""
    return _told(number, PEAK)


def _told(number: int | str, what: str) -> float:
    lines = Path(f"/proc/{number}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)
