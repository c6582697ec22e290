// app/load.h - from the text of a configuration to everything that serving needs.
//
// Errors: all faults of the text in one Faults.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/build_snapshot.h"
#include "app/config/root.h"
#include "base/clock.h"

namespace jg::app {

struct ConfigText {
  std::string name;  // for messages: "config.yaml", "stdin"
  std::string text;
};

// What outlives every configuration.
struct Host {
  const Clock& clock;
  std::filesystem::path working_directory;
  const upstream::Clients& clients;
  const net::TicketKeys& tickets;
  std::optional<unsigned> workers = {};  // when they run already; their number cannot change
  std::shared_ptr<config::FileWatch> watched =
      std::make_shared<config::FileWatch>();  // of this load
  std::shared_ptr<exchange::KeptStates> states = std::make_shared<exchange::KeptStates>();
};

// A configuration that was taken. The document outlives what was decoded from it.
struct Loaded {
  config::Document document;
  exchange::LoadContext context;
  RootConfig root;
  std::unique_ptr<proxy::Snapshot> snapshot;
};

unsigned worker_count(const StaticConfig& settings);

// Null when anything was at fault.
std::unique_ptr<Loaded> load(const ConfigText& text, const Host& host, config::Faults& faults);

// The JSON Schema of what load() takes.
std::string config_schema();

}  // namespace jg::app
