// llm/harness_fake.h - an exchange that asks a model, and a way to run tasks to their end.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "exchange/exchange_fake.h"
#include "net/loop_fake.h"

namespace jg::llm {

template <class T>
T run(Task<T> task) {
  net::Loop loop;
  return net::run(loop, std::move(task));
}

inline std::string read_to_end(http::BodySource& body) {
  return run(http::read_all(body, 1 << 24, Blame::upstream)).value_or("(broken)");
}

struct AskFake : exchange::ExchangeFake {
  void ask(std::string_view method, std::string_view target, std::string body = {}) {
    exchange.request.method = method;
    set_target(target);
    exchange.buffered_body = std::move(body);
  }
  std::string answer() {
    return exchange.response.body ? read_to_end(*exchange.response.body) : std::string();
  }
};

}  // namespace jg::llm
