// jotgate-bench-cel - parses, compiles and evaluates the rules of cases.json, over the variables that
// the gateway has for a request; counts what evaluating allocates.

#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "base/allocations_fake.h"
#include "cel/parser.h"
#include "cel/program.h"
#include "exchange/exchange_fake.h"
#include "exchange/variables.h"

namespace jg {
namespace {

using Rules = std::vector<std::string>;

// A request with the context's parts, and somebody with its claims.
struct Visitor : exchange::ExchangeFake {
  explicit Visitor(json::Value context) {
    const json::Value request = *context.find("request");
    exchange.request.method = *request.find("method")->as_string();
    exchange.request.authority = *request.find("host")->as_string();
    set_target(*request.find("path")->as_string());
    request.find("headers")->for_each_member(
        [this](std::string_view name, json::Value value) { add_header(name, *value.as_string()); });
    identify(context.find("jwt")->dump());
  }

  exchange::Surroundings nowhere;
  Arena arena;
};

void parse(benchmark::State& state, const Rules& rules) {
  for (auto _ : state) {
    for (const std::string& rule : rules) {
      Arena arena;
      benchmark::DoNotOptimize(cel::parse(rule, {.dialect = cel::Dialect::gateway}, arena));
    }
  }
}

void compile(benchmark::State& state, const Rules& rules) {
  const cel::Environment environment = exchange::request_environment();
  for (auto _ : state) {
    for (const std::string& rule : rules) benchmark::DoNotOptimize(cel::compile(rule, environment));
  }
}

void evaluate(benchmark::State& state, const Rules& rules, Visitor& visitor) {
  const cel::Environment environment = exchange::request_environment();
  std::vector<cel::Program> programs;
  for (const std::string& rule : rules) programs.push_back(*cel::compile(rule, environment));
  std::size_t before = 0;
  std::size_t rounds = 0;
  for (auto _ : state) {
    if (rounds++ == 1) before = allocations;  // the first grows the arena and the automata
    const exchange::RequestVariables variables(visitor.exchange, visitor.nowhere);
    for (const cel::Program& program : programs) {
      if (!program.matches(variables, visitor.arena)) state.SkipWithError("a rule does not hold");
    }
    visitor.arena.reset();
  }
  if (rounds < 2) return;
  state.counters["allocations"] =
      static_cast<double>(allocations - before) / static_cast<double>(rounds - 1);
}

Rules rules_of(json::Value one) {
  Rules out;
  one.find("rules")->for_each_element(
      [&](json::Value rule) { out.emplace_back(*rule.as_string()); });
  return out;
}

}  // namespace
}  // namespace jg

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) return 2;
  std::ifstream file(argv[1]);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto document = jg::json::Document::parse(text);
  if (!document) return 2;
  jg::Visitor visitor(*document->root().find("context"));
  document->root().find("cases")->for_each_element([&](jg::json::Value one) {
    const std::string name(*one.find("name")->as_string());
    const auto rules = jg::rules_of(one);
    benchmark::RegisterBenchmark((name + "/parse").c_str(), jg::parse, rules);
    benchmark::RegisterBenchmark((name + "/compile").c_str(), jg::compile, rules);
    benchmark::RegisterBenchmark((name + "/evaluate").c_str(), [rules, &visitor](auto& state) {
      jg::evaluate(state, rules, visitor);
    });
  });
  benchmark::RunSpecifiedBenchmarks();
}
