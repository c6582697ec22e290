// exchange/exchange_fake.h - an exchange with a clock that stands still, for tests of policies and
// rules.
#pragma once

#include <string>

#include "base/clock_fake.h"
#include "exchange/exchange.h"
#include "json/value.h"

namespace jg::exchange {

inline constexpr std::chrono::sys_seconds kFakeNow{std::chrono::seconds(1'800'000'000)};

struct ExchangeFake {
  FakeClock clock{kFakeNow};
  FastRandom random{1};
  net::Loop loop;
  Worker worker{0, clock, random, loop};
  Exchange exchange{worker};

  ExchangeFake() {
    auto& request = exchange.request;
    request.method = "GET";
    request.scheme = "http";
    request.authority = "example.com";
    set_target("/");
    exchange.source = {"192.0.2.7", 40000};
    exchange.destination = {"127.0.0.1", 3000};
    exchange.received = clock.now();
  }

  void set_target(std::string_view target) {
    auto& request = exchange.request;
    request.target = exchange.arena.copy(target);
    const std::size_t mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    request.query =
        mark == std::string_view::npos ? std::string_view() : request.target.substr(mark + 1);
  }

  // http://example.com:8080/old/x?a=b, taken by a route for /old.
  void ask_behind_a_prefix() {
    exchange.request.authority = "example.com:8080";
    set_target("/old/x?a=b");
    exchange.matched_prefix = "/old";
  }

  void add_header(std::string_view name, std::string_view value) {
    exchange.request.fields.add(exchange.arena.copy(name), exchange.arena.copy(value));
  }

  // As if a policy had verified a token with these claims.
  void identify(std::string_view claims_json, std::string_view issuer = "https://issuer.example") {
    auto document = json::Document::parse(claims_json);
    exchange.facts.identity = Identity{std::make_shared<const json::Document>(std::move(*document)),
                                       issuer, std::make_shared<const Secret>("a.b.c")};
  }
};

}  // namespace jg::exchange
