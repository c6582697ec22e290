#include "app/cli/serve_command.h"

#include <iostream>

#include "app/cli/config_file.h"
#include "app/cli/held_signals.h"
#include "app/report.h"
#include "app/server.h"
#include "base/log.h"
#include "keys/store.h"
#include "mcp/hub.h"
#include "net/descriptors.h"

namespace jg::app::cli {
namespace {

constexpr int kBadConfig = 1;
constexpr int kCannotStart = 2;
// Keys that are fetched are waited for so long before anybody is let in.
constexpr std::chrono::seconds kFirstKeys{5};

void tell_report(const proxy::Snapshot& snapshot, bool validate_only) {
  for (const auto& remark : report(snapshot)) {
    const bool warns = remark.kind == exchange::Policy::Remark::Kind::warns;
    if (validate_only)
      std::cout << shown(remark) << '\n';
    else if (warns)
      log::warn(remark.text);
    else
      log::info(remark.text);
  }
}

// False when the process was told to end meanwhile.
bool await_keys(keys::Store& keys) {
  constexpr std::chrono::milliseconds kSlice{50};
  HeldSignals signals;
  keys.start();
  bool has_all = false;
  for (auto left = std::chrono::milliseconds(kFirstKeys); !has_all && left.count() > 0;
       left -= kSlice) {
    has_all = keys.await_first(kSlice);
    if (signals.came()) return false;
  }
  return true;
}

}  // namespace

int serve(Options options) {
  net::raise_descriptor_limit();
  read_standard_input(options);
  const RealClock clock;
  upstream::Clients clients;
  net::TicketKeys tickets;
  Host host{clock, std::filesystem::current_path(), clients, tickets};
  const auto keys = std::make_shared<keys::Store>(clock);
  host.states->keep<keys::Store>({}, [&] { return keys; });  // policies find it there
  const auto hub = std::make_shared<const mcp::Hub>(clock);
  host.states->keep<mcp::Hub>({}, [&] { return hub; });
  config::Faults faults;
  auto loaded = load_file(options, host, faults);
  std::cerr << faults.text();
  if (!loaded) {
    std::cerr << "jotgate: " << faults.errors() << (faults.errors() == 1 ? " fault" : " faults")
              << "; nothing was started\n";
    return kBadConfig;
  }
  log::set_level(loaded->root.settings.logging.level);
  tell_report(*loaded->snapshot, options.validate_only);
  if (options.validate_only) {
    std::cout << "Configuration is valid!\n";
    return 0;
  }
  host.workers = loaded->context.workers;
  if (const auto& folder = loaded->root.settings.cache_folder)
    keys->keep_in(host.working_directory / *folder);
  if (!await_keys(*keys)) return 0;
  // Nobody here holds it any longer than it is in force.
  Server server(std::move(loaded), {clock, clients, tickets, *keys},
                [&](auto watched, config::Faults& found) {
                  Host again = host;
                  again.watched = std::move(watched);
                  auto taken = load_file(options, again, found);
                  keys->await_first(kFirstKeys);
                  return taken;
                });
  const auto done = server.run();
  keys->stop();  // it tells workers what it has, and they are about to go
  hub->stop();
  if (!done) {
    std::cerr << "jotgate: " << done.error().code << ": " << done.error().detail << '\n';
    return kCannotStart;
  }
  return 0;
}

}  // namespace jg::app::cli
