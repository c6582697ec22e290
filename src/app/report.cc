#include "app/report.h"

namespace jg::app {
namespace {

using exchange::Policy;
using Remarks = std::vector<Policy::Remark>;

std::string listed(const std::vector<std::string>& names, std::string_view nothing) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? std::string(nothing) : out;
}

std::string heading(const proxy::Listener& listener, const proxy::Route& route) {
  std::string out =
      "route " + route.info.name + " (" + listener.gateway + ", " + listener.bind + "): ";
  out += "hosts " + listed(route.hostnames, "any") + "; ";
  for (std::size_t i = 0; i < route.matches.size(); ++i)
    out += (i == 0 ? "" : " or ") + shown(route.matches[i]);
  return out + " -> " + listed(route.backend_names, "no backend");
}

void append(Remarks& all, const std::string& indent, const proxy::Chain& chain) {
  for (auto& remark : chain.remarks()) all.push_back({remark.kind, indent + remark.text});
}

bool demands_certificate(const proxy::Listener& listener) {
  return listener.tls != nullptr && !listener.tls->client_trust().empty();
}

// What it means when somebody unknown gets through; empty when nobody does or rules judge all.
std::string_view warning_about(const proxy::Listener& listener, const proxy::Route& route) {
  using Stance = Policy::Stance;
  const auto any = [&](Stance stance) {
    return listener.chain.has_stance(stance) || route.chain.has_stance(stance);
  };
  if (any(Stance::turns_anonymous_away) || demands_certificate(listener)) return {};
  if (any(Stance::identifies))
    return "  anonymous requests get through: no mode is strict and no rule needs a token";
  if (any(Stance::judges)) return {};
  return "  nothing is checked: no authentication and no authorization";
}

}  // namespace

Remarks report(const proxy::Snapshot& snapshot) {
  Remarks all;
  for (const auto& port : snapshot.ports) {
    for (const proxy::Listener& listener : port->listeners) {
      for (const auto& route : listener.router.routes()) {
        all.push_back({Policy::Remark::Kind::states, heading(listener, *route)});
        if (demands_certificate(listener))
          all.push_back({Policy::Remark::Kind::states,
                         "  TLS: a client must have a certificate of the configured roots"});
        append(all, "  before routing: ", listener.chain);
        append(all, "  ", route->chain);
        for (const auto& remark : route->remarks) all.push_back({remark.kind, "  " + remark.text});
        if (const std::string_view warning = warning_about(listener, *route); !warning.empty())
          all.push_back({Policy::Remark::Kind::warns, std::string(warning)});
      }
      if (listener.router.routes().empty())
        all.push_back({Policy::Remark::Kind::warns,
                       "listener " + listener.name + " (" + listener.bind + ") has no route"});
    }
  }
  return all;
}

std::string shown(const Policy::Remark& remark) {
  return (remark.kind == Policy::Remark::Kind::warns ? "warning: " : "") + remark.text;
}

}  // namespace jg::app
