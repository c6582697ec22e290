// bench/loader/main.cc - the command line of jotgate-bench-loader; its four jobs share no code with
// what they measure.

#include <sys/socket.h>
#include <sys/un.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>

#include "client.h"
#include "hold.h"
#include "socket.h"
#include "upstream.h"

namespace {

using namespace jg::bench;

struct Options {
  Plan plan;
  std::uint16_t upstream = 0;
  std::string method = "GET";
  std::vector<std::string> targets;  // "host/path"
  std::string targets_file;
  std::vector<std::string> headers;
  std::string tokens_file;
  std::uint64_t body = 0;
  std::string message;
  double seconds = 1;
  std::string sink;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) give_up(path.c_str());
  return lines;
}

std::string head_of(const Options& options, const std::string& target, const std::string* token) {
  const std::size_t slash = target.find('/');
  std::string head = options.method + " " + target.substr(slash) +
                     " HTTP/1.1\r\nhost: " + target.substr(0, slash) + "\r\n";
  for (const std::string& header : options.headers) head += header + "\r\n";
  if (token != nullptr) head += "authorization: Bearer " + *token + "\r\n";
  const std::uint64_t body = options.message.empty() ? options.body : options.message.size();
  if (body > 0) head += "content-length: " + std::to_string(body) + "\r\n";
  return head + "\r\n";
}

void add_messages(Options& options) {
  if (!options.targets_file.empty()) options.targets = lines_of(options.targets_file);
  const auto add = [&](const std::string& target, const std::string* token) {
    std::string head = head_of(options, target, token);
    options.plan.messages.push_back(options.message.empty()
                                        ? make_message(std::move(head), options.body)
                                        : make_message(std::move(head), options.message));
  };
  if (options.tokens_file.empty()) {
    for (const std::string& target : options.targets) add(target, nullptr);
    return;
  }
  for (const std::string& token : lines_of(options.tokens_file))
    add(options.targets.front(), &token);
}

int load(Options& options) {
  add_messages(options);
  options.plan.time = std::chrono::milliseconds(static_cast<std::int64_t>(options.seconds * 1000));
  Poller poller;
  std::optional<Upstream> upstream;
  if (options.upstream != 0) upstream.emplace(poller, options.upstream);
  const Outcome outcome = Client(poller, options.plan).run();
  const auto micros = [&](double share) {
    return static_cast<double>(outcome.latency.quantile(share)) / 1000;
  };
  std::printf(
      "{\"answers\": %llu, \"refused\": %llu, \"broken\": %llu, \"seconds\": %.4f, \"p50_us\": "
      "%.1f, "
      "\"p99_us\": %.1f, \"fault\": \"%s\"}\n",
      static_cast<unsigned long long>(outcome.answers),
      static_cast<unsigned long long>(outcome.refused),
      static_cast<unsigned long long>(outcome.broken),
      std::chrono::duration<double>(outcome.took).count(), micros(0.5), micros(0.99),
      outcome.first_fault.c_str());
  return 0;
}

int serve(const Options& options) {
  Poller poller;
  Upstream upstream(poller, options.upstream);
  while (true) poller.step(-1);
}

// Reads datagrams and throws them away: who logs to it must have a reader.
int sink(const Options& options) {
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, options.sink.c_str(), sizeof address.sun_path - 1);
  if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    give_up("bind");
  char buffer[8192];
  while (::recv(descriptor, buffer, sizeof buffer, 0) >= 0) {
  }
  give_up("recv");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The load and the upstream of jotgate's benchmarks.", "jotgate-bench-loader");
  app.require_subcommand(1);
  Options options;
  const auto add_request = [&](CLI::App* command) {
    command->add_option("--port", options.plan.port, "The proxy")->required();
    command->add_option("--connections", options.plan.connections);
    command->add_option("--target", options.targets, "host/path");
    command->add_option("--header", options.headers, "name: value");
    return command;
  };
  auto* loads = add_request(app.add_subcommand("load", "Ask as fast as answers come"));
  loads->add_option("--upstream", options.upstream, "Be the upstream, too, on this port");
  loads->add_option("--seconds", options.seconds);
  loads->add_option("--requests", options.plan.requests, "So many instead of for a time");
  loads->add_option("--method", options.method);
  loads->add_option("--targets", options.targets_file, "A file of lines host/path, asked in turn");
  loads->add_option("--tokens", options.tokens_file, "A file of bearer tokens, sent in turn");
  loads->add_option("--body", options.body, "Bytes of each request's body");
  loads->add_option("--message", options.message, "Each request's body itself");
  auto* holds = add_request(app.add_subcommand("hold", "Hold connections that were answered once"));
  auto* serves = app.add_subcommand("serve", "Be the upstream");
  serves->add_option("--port", options.upstream)->required();
  auto* sinks = app.add_subcommand("sink", "Read a log's datagrams away");
  sinks->add_option("--path", options.sink)->required();
  CLI11_PARSE(app, argc, argv);
  if (options.targets.empty()) options.targets = {"bench.test/bench"};
  if (app.got_subcommand(loads)) return load(options);
  if (app.got_subcommand(serves)) return serve(options);
  if (app.got_subcommand(sinks)) return sink(options);
  if (app.got_subcommand(holds))
    return hold({options.plan.port, options.plan.connections,
                 head_of(options, options.targets.front(), nullptr)});
  return 2;
}
