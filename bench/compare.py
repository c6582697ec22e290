"""CPU a request of jotgate beside HAProxy: same core, same upstream, same load, in turn, several rounds.

Each proxy has one thread on core 0; the load generator (wrk) and the upstream (nginx, a fixed answer of 124 bytes) have
core 1. CPU is the kernel's own count for the process's threads (schedstat, nanoseconds), divided by wrk's requests.
A time depends on the machine; the ratio to HAProxy of the same round is what counts, and nothing here is a test.
"""

import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
JOTGATE = ROOT / "build/release/jotgate"
CONNECTIONS, SECONDS = 48, 2
ANSWER = '{"ok":true,"text":"' + "x" * 103 + '"}'
OFF = 'config: {workerThreads: 1, adminAddr: "off", statsAddr: "off", readinessAddr: "off"}\n'


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(core, command, cwd, port):
    process = subprocess.Popen(["taskset", "-c", str(core), *command], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"did not start: {command}")


def cpu_nanoseconds(pid):
    return sum(int((task / "schedstat").read_text().split()[0]) for task in pathlib.Path(f"/proc/{pid}/task").iterdir())


def measure(process, port, headers):
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    before = cpu_nanoseconds(process.pid)
    printed = subprocess.run([*command, f"http://127.0.0.1:{port}/bench"], capture_output=True, text=True, check=True).stdout
    spent = cpu_nanoseconds(process.pid) - before
    requests = int(re.search(r"(\d+) requests in", printed)[1])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    return spent / requests / 1000, requests / SECONDS, int(bad[1]) if bad else 0


def jotgate_config(port, upstream, policies=""):
    return f"{OFF}gateways: {{default: {{port: {port}{policies}}}}}\nroutes:\n- backends:\n  - host: 127.0.0.1:{upstream}\n"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jotgate-bench-"))
    upstream, plain, guarded, peer = (free_port() for _ in range(4))
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log /dev/null; events {{ worker_connections 2048; }}\n"
        f"http {{ access_log off; keepalive_requests 1000000; server {{ listen 127.0.0.1:{upstream};\n"
        f"location / {{ default_type application/json; return 200 '{ANSWER}'; }} }} }}\n")
    (folder / "haproxy.cfg").write_text(
        f"global\n  nbthread 1\n  maxconn 4096\ndefaults\n  mode http\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s\n"
        f"  http-reuse always\nfrontend f\n  bind 127.0.0.1:{peer}\n  default_backend b\nbackend b\n  server s 127.0.0.1:{upstream}\n")
    run = lambda *words: subprocess.run([JOTGATE, "token", *words], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()
    run("keygen", "--alg", "RS256", "--out", "keys")
    token = run("sign", "--key", "keys/private.jwk", "--issuer", "bench", "--audience", "bench", "--subject", "bench")
    (folder / "plain.yaml").write_text(jotgate_config(plain, upstream))
    (folder / "guarded.yaml").write_text(jotgate_config(
        guarded, upstream, ", jwtAuth: {mode: strict, issuer: bench, audiences: [bench], jwks: {file: keys/jwks.json}},"
        " authorization: {rules: [{allow: 'jwt.sub == \"bench\"'}]}"))
    bearer = [f"authorization: Bearer {token}"]
    processes = {
        "upstream": start(1, ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], folder, upstream),
        "haproxy": start(0, ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")], folder, peer),
        "plain": start(0, [str(JOTGATE), "-f", "plain.yaml"], folder, plain),
        "guarded": start(0, [str(JOTGATE), "-f", "guarded.yaml"], folder, guarded),
    }
    cases = [("HAProxy, plain", "haproxy", peer, []), ("jotgate, plain", "plain", plain, []),
             ("HAProxy, bearer passed on", "haproxy", peer, bearer), ("jotgate, bearer passed on", "plain", plain, bearer),
             ("jotgate, RS256 verified each time, one rule", "guarded", guarded, bearer)]
    seen = {name: [] for name, *_ in cases}
    try:
        for _ in range(rounds):
            for name, process, port, headers in cases:
                seen[name].append(measure(processes[process], port, headers))
    finally:
        for process in processes.values():
            process.terminate()
            process.wait()
    base = statistics.median(cpu for cpu, _, _ in seen["HAProxy, plain"])
    print(f"{rounds} rounds of {SECONDS} s, {CONNECTIONS} connections, {os.cpu_count()} cores; medians\n")
    print(f"{'case':45} {'CPU us/request':>15} {'to HAProxy plain':>17} {'requests/s':>11} {'bad':>5}")
    for name, found in seen.items():
        cpu = statistics.median(c for c, _, _ in found)
        print(f"{name:45} {cpu:15.2f} {cpu / base:17.2f} {statistics.median(r for _, r, _ in found):11.0f} {sum(b for _, _, b in found):5}")


if __name__ == "__main__":
    main()
