#include "app/dump.h"

#include <malloc.h>

#include "app/report.h"
#include "app/version.h"
#include "config/redacted.h"
#include "telemetry/process_use.h"

namespace jg::app {
namespace {

void write_texts(json::Writer& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

// Each policy's remarks, in the order in which they run.
void write_policies(json::Writer& json, const proxy::Chain& chain) {
  json.key("policies").begin_array();
  for (const auto& remark : chain.remarks()) json.text(shown(remark));
  json.end_array();
}

void write_route(json::Writer& json, const proxy::Route& route) {
  json.begin_object().member("name", route.info.name);
  if (!route.info.rule.empty()) json.member("rule", route.info.rule);
  write_texts(json, "hostnames", route.hostnames);
  json.key("matches").begin_array();
  for (const proxy::RouteMatch& match : route.matches) json.text(shown(match));
  json.end_array();
  write_policies(json, route.chain);
  write_texts(json, "backends", route.backend_names);
  json.end_object();
}

void write_listener(json::Writer& json, const proxy::Listener& listener) {
  json.begin_object().member("name", listener.name).member("gateway", listener.gateway);
  json.member("bind", listener.bind).member("hostname", listener.hostname);
  write_policies(json, listener.chain);
  json.key("routes").begin_array();
  for (const auto& route : listener.router.routes()) write_route(json, *route);
  json.end_array().end_object();
}

void write_effective(json::Writer& json, const proxy::Snapshot& snapshot) {
  json.key("effective").begin_object().key("ports").begin_array();
  for (const auto& port : snapshot.ports) {
    json.begin_object().member("address", port->key).key("listeners").begin_array();
    for (const proxy::Listener& listener : port->listeners) write_listener(json, listener);
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

void write_warnings(json::Writer& json, const proxy::Snapshot& snapshot) {
  json.key("warnings").begin_array();
  for (const auto& remark : report(snapshot))
    if (remark.kind == exchange::Policy::Remark::Kind::warns) json.text(remark.text);
  json.end_array();
}

void write_door(json::Writer& json, const DoorReport& door) {
  json.begin_object().member("port", door.port);
  json.member_raw("listens", door.listens ? "true" : "false");
  json.member_raw("closing", door.closing ? "true" : "false");
  json.member("connections", std::uint64_t{door.connections});
  json.member("requests", std::uint64_t{door.requests}).end_object();
}

void write_upstream(json::Writer& json, const upstream::EndpointReport& upstream) {
  json.begin_object().member("endpoint", upstream.endpoint);
  json.member_raw("tls", upstream.by_tls ? "true" : "false");
  json.member("http1Connections", std::uint64_t{upstream.h1_connections});
  json.member("http1Idle", std::uint64_t{upstream.h1_idle});
  json.member("http2Connections", std::uint64_t{upstream.h2_connections});
  json.member("calls", std::uint64_t{upstream.calls});
  json.member("waiting", std::uint64_t{upstream.waiting});
  json.member("refused", upstream.refused).end_object();
}

}  // namespace

std::string config_dump(const Loaded& loaded) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("version", kVersion).key("config");
  config::write_redacted(json, loaded.document.root());
  write_effective(json, *loaded.snapshot);
  write_warnings(json, *loaded.snapshot);
  json.end_object();
  return out + '\n';
}

std::string connections_dump(const WorkerReports& reports) {
  std::string out;
  json::Writer json(out);
  json.begin_object().key("workers").begin_array();
  for (std::size_t i = 0; i < reports.size(); ++i) {
    json.begin_object().member("worker", std::uint64_t{i});
    json.member_raw("answered", reports[i] ? "true" : "false").key("ports").begin_array();
    if (reports[i])
      for (const DoorReport& door : reports[i]->doors) write_door(json, door);
    json.end_array().key("upstreams").begin_array();
    if (reports[i])
      for (const auto& upstream : reports[i]->upstreams) write_upstream(json, upstream);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out + '\n';
}

// mallinfo2(3): of the allocator, all arenas together.
std::string memory_dump() {
  const auto heap = ::mallinfo2();
  std::string out;
  json::Writer json(out);
  json.begin_object();
  json.member("residentBytes", telemetry::read_process_use().resident_bytes);
  json.key("heap").begin_object();
  json.member("usedBytes", std::uint64_t{heap.uordblks});
  json.member("freeBytes", std::uint64_t{heap.fordblks});
  json.member("mappedBytes", std::uint64_t{heap.hblkhd}).end_object().end_object();
  return out + '\n';
}

}  // namespace jg::app
