"""Rules of bench/expressions/cases.json parsed, compiled and evaluated, beside @bufbuild/cel; nanoseconds of one thread."""

import json
import shutil
import statistics

import lab
import table

TITLE = "Expressions"
FOLDER = lab.ROOT / "bench/expressions"
CASES = FOLDER / "cases.json"
WHAT = ["parse", "compile", "evaluate"]


def ours(place, rounds, seconds):
    """Medians of the rounds, by case and what was done."""
    command = [lab.ROOT / "build/release/jotgate-bench-cel", "--benchmark_format=json", f"--benchmark_repetitions={rounds}",
               f"--benchmark_min_time={seconds / 10}", CASES]
    found = {}
    for run in json.loads(place.run(place.proxy_core, command))["benchmarks"]:
        if run.get("aggregate_name") == "median":
            case, _, what = run["run_name"].partition("/")
            found[case, what] = run
    return found


def theirs(place, rounds, seconds):
    found = {}
    for _ in range(rounds):
        printed = place.run(place.proxy_core, [shutil.which("node"), FOLDER / "peer.mjs", CASES, str(seconds * 100)])
        for line in map(json.loads, printed.splitlines()):
            found.setdefault((line["case"], line["what"]), []).append(line["ns"])
    return {key: statistics.median(values) for key, values in found.items()}


def run(place, rounds, seconds):
    us, them = ours(place, rounds, seconds), theirs(place, rounds, seconds)
    lines = []
    for case in dict.fromkeys(case for case, _ in us):
        lines.append([case, "jotgate", *(f"{us[case, what]['cpu_time']:.0f}" for what in WHAT),
                      f"{us[case, 'evaluate']['allocations']:.0f}"])
        lines.append([case, "@bufbuild/cel", *(f"{them[case, what]:.0f}" for what in WHAT), "-"])
    return table.markdown(["case", "engine", "parse", "compile", "evaluate", "allocations"], lines)
