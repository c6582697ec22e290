"""What a gateway holds open, told by the kernel: nothing may be left when those who were served have gone."""

import os
import pathlib
import re
import time
from dataclasses import dataclass

from .waiting import Deadline

LISTEN, CLOSE_WAIT = "0A", "08"
LOOK = 0.01  # seconds; the kernel tells nobody when another process closes a descriptor


@dataclass(frozen=True)
class Socket:
    local: int
    remote: int
    state: str


def sockets_by_inode(pid):
    found = {}
    for name in ("tcp", "tcp6"):
        for line in pathlib.Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]:
            words = line.split()
            local, remote = (int(words[i].rpartition(":")[2], 16) for i in (1, 2))
            found[words[9]] = Socket(local, remote, words[3])
    return found


def held_by(gateway):
    """Its TCP sockets, and the count of its other descriptors."""
    pid = gateway.process.pid
    sockets, others, known = [], 0, sockets_by_inode(pid)
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(f"/proc/{pid}/fd/{name}")
        except FileNotFoundError:
            continue
        inode = re.fullmatch(r"socket:\[(\d+)\]", target)
        if inode and inode[1] in known:
            sockets.append(known[inode[1]])
        else:
            others += 1
    return sockets, others


class Holdings:
    """Remembers what a gateway holds at rest; await_release() waits until it holds no more than that.

    Idle connections to `upstreams` are excepted: as many as those have open, and those that they have closed while they
    were idle, which the gateway sees when it would use them.
    """

    def __init__(self, gateway, *upstreams):
        self.gateway, self.upstreams = gateway, upstreams
        self.others = held_by(gateway)[1]

    def _excess(self):
        sockets, others = held_by(self.gateway)
        excess = [f"{others - self.others} descriptors"] if others > self.others else []
        ports = {upstream.port: upstream for upstream in self.upstreams}
        left = {
            port: sum(not c.gone.is_set() for c in upstream.connections.all())
            for port, upstream in ports.items()
        }
        for socket in sockets:
            if socket.state in (LISTEN,) or (socket.state == CLOSE_WAIT and socket.remote in ports):
                continue
            left[socket.remote] = left.get(socket.remote, 0) - 1
            if left[socket.remote] < 0:
                excess.append(str(socket))
        return excess

    def await_release(self):
        deadline = Deadline()
        while excess := self._excess():
            assert not deadline.passed(), f"still held: {excess}"
            time.sleep(LOOK)
