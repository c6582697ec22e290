"""Processes that are not ours to wait for."""

from .waiting import until


def is_running(process_id):
    """A zombie does not run."""
    try:
        with open(f"/proc/{process_id}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(process_id):
    until(lambda: not is_running(process_id), f"the end of process {process_id}")
