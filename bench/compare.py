"""Cases measured in turn: within a round each contender once, one after the other, in an order that turns with the rounds.

Only figures of the same round are divided by each other, so a machine that is busy for a while is busy for both.
"""

import dataclasses
import statistics
import sys

import machine
from load import Amount


@dataclasses.dataclass(frozen=True)
class Contender:
    name: str
    process: object
    port: int
    log: object = None  # a file that grows while it is measured
    load: object = None  # in place of the case's, where it is asked in another way


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    load: object
    contenders: tuple
    base: str = "HAProxy"


@dataclasses.dataclass(frozen=True)
class Sample:
    cpu: float  # microseconds a request
    user: float
    system: float
    rate: float
    p50: float
    p99: float


@dataclasses.dataclass
class Row:
    """What the rounds gave for one contender: None where a round was void."""

    case: Case
    contender: Contender
    samples: list = dataclasses.field(default_factory=list)
    fault: str = ""

    def good(self):
        return [sample for sample in self.samples if sample]

    def median(self, what):
        return statistics.median(getattr(sample, what) for sample in self.good())

    def ratios(self, base, what="cpu"):
        return [getattr(mine, what) / getattr(its, what) for mine, its in zip(self.samples, base.samples) if mine and its]


def measure(place, cases, rounds, seconds):
    """The rows, case by case, in the contenders' own order."""
    rows = {(case, contender): Row(case, contender) for case in cases for contender in case.contenders}
    for number in range(rounds):
        for case in cases:
            turn = number % len(case.contenders)
            for contender in case.contenders[turn:] + case.contenders[:turn]:
                row = rows[case, contender]
                row.samples.append(sample_of(place, row, seconds))
        print(f"  round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return list(rows.values())


def sample_of(place, row, seconds):
    contender = row.contender
    before = machine.Cpu(contender.process.pid)
    loaded = (contender.load or row.case.load).run(place, contender.port, Amount(seconds=seconds))
    total, user, system = machine.Cpu(contender.process.pid).since(before)
    if contender.log:
        contender.log.truncate(0)
    if loaded.faults or not loaded.requests:
        row.fault = f"{loaded.faults} faults: {loaded.fault}" if loaded.requests else "no answer"
        return None
    per = lambda micros: micros / loaded.requests
    return Sample(per(total), per(user), per(system), loaded.requests / loaded.seconds, loaded.p50, loaded.p99)
