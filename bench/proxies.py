"""The proxies under test, each with one thread on the proxies' core, and each configured as one who knows it would."""

import json
import subprocess

import lab
from compare import Contender

# Idle server connections are kept: without the two tune lines HAProxy closes most of them under many connections.
HAPROXY = """global
  nbthread 1
  maxconn {connections}
  tune.pool-low-fd-ratio 90
  tune.pool-high-fd-ratio 95
  {settings}
defaults
  mode http
  timeout connect 5s
  timeout client 600s
  timeout server 600s
  http-reuse always
  {defaults}
frontend front
  bind 127.0.0.1:{port} {bind}
  {rules}
  default_backend back
backend back
  server upstream 127.0.0.1:{upstream}
"""

# Buffers that hold 64 KiB, no temporary files, nothing collected before it is sent on.
NGINX = """daemon off;
master_process off;
pid {folder}/nginx-{port}.pid;
error_log {folder}/nginx.log crit;
events {{ worker_connections {connections}; multi_accept on; }}
http {{
  access_log {access_log};
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  {settings}
  upstream back {{ server 127.0.0.1:{upstream}; keepalive 2048; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port} {listen};
    client_max_body_size 0;
    location / {{
      proxy_pass http://back;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_request_buffering off;
      proxy_buffers 16 64k;
      proxy_buffer_size 16k;
      proxy_busy_buffers_size 128k;
      proxy_max_temp_file_size 0;
      proxy_read_timeout 600s;
      {rules}
    }}
  }}
}}
"""

OWN_SERVERS_OFF = {"adminAddr": "off", "statsAddr": "off", "readinessAddr": "off"}


def haproxy(place, name="HAProxy", **parts):
    """`parts`: lines for the slots of HAPROXY."""
    port = lab.free_port()
    slots = {"settings": "", "defaults": "", "bind": "", "rules": "", **parts}
    path = place.write(f"haproxy-{port}.cfg", HAPROXY.format(
        port=port, upstream=place.upstream, connections=(place.descriptors - 100) // 2, **slots))
    return Contender(name, place.start(place.proxy_core, ["haproxy", "-db", "-f", path], port), port)


def nginx(place, name="nginx", access_log="off", **parts):
    port = lab.free_port()
    slots = {"settings": "", "listen": "", "rules": "", **parts}
    path = place.write(f"nginx-{port}.conf", NGINX.format(
        port=port, upstream=place.upstream, connections=place.descriptors - 100, folder=place.folder,
        access_log=access_log, **slots))
    return Contender(name, place.start(place.proxy_core, ["nginx", "-p", place.folder, "-c", path], port), port)


def jotgate_config(place, port, gateway=None, routes=None):
    """One worker; the access log and the metrics, which are always on, included."""
    return {
        "config": {"workerThreads": 1, **OWN_SERVERS_OFF},
        "gateways": {"default": {"port": port, **(gateway or {})}},
        "routes": routes or [route(place)],
    }


def route(place, **more):
    return {**more, "backends": [{"host": f"127.0.0.1:{place.upstream}"}]}


def jotgate(place, name="jotgate", gateway=None, routes=None):
    port = lab.free_port()
    path = place.write(f"jotgate-{port}.yaml", json.dumps(jotgate_config(place, port, gateway, routes)))
    log = (place.folder / f"access-{port}.log").open("ab")
    process = place.start(place.proxy_core, [lab.JOTGATE, "-f", path], port, stdout=log)
    return Contender(name, process, port, log)


def accepts(place, gateway=None, routes=None):
    """Whether this build of jotgate honours a configuration."""
    path = place.write("probe.yaml", json.dumps(jotgate_config(place, 0, gateway, routes)))
    done = subprocess.run([lab.JOTGATE, "-f", path, "--validate-only"], cwd=place.folder, capture_output=True)
    return done.returncode == 0
