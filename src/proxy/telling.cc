#include "proxy/telling.h"

namespace jg::proxy {
namespace {

using Outcome = exchange::Finding::Outcome;

}  // namespace

void tell_listener(exchange::Trace& trace, const Listener& listener) {
  std::string says = listener.gateway + " " + listener.name + ", " + listener.bind;
  if (!listener.hostname.empty()) says += ", for " + listener.hostname;
  trace.tell("listener", Outcome::good, std::move(says));
}

void tell_route(exchange::Trace& trace, const Found& found) {
  trace.tell("route", Outcome::good, found.route->info.name + ", by " + shown(*found.match));
}

void tell_backend(exchange::Trace& trace, const Route& route) {
  std::string says = "would be called";
  for (const std::string& name : route.backend_names) says += ' ' + name;
  trace.tell("backend", Outcome::skipped, std::move(says));
}

}  // namespace jg::proxy
