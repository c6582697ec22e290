#include "net/dns.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>

#include "base/ascii.h"
#include "base/hash.h"
#include "net/waiter.h"

namespace jg::net {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kNames = 1024;
constexpr std::chrono::seconds kFresh{5};
constexpr std::chrono::seconds kServesMeanwhile{60};
constexpr std::chrono::seconds kServesInNeed{3600};
constexpr std::chrono::seconds kPauseAfterFailure{1};
constexpr milliseconds kPatienceWithOldAnswer{2000};

struct Name {
  Addresses
      addresses;  // the last that were told; empty before that, and when there is no such name
  SteadyTime told{};
  SteadyTime used{};
  SteadyTime not_before{};  // the next question after a failure
  Error failure{Blame::upstream, "net.dns", {}, Remedy::retry_later};
  bool is_asked_for = false;
  Line line;  // those who wait for the answer
  std::size_t turn = 0;

  bool is_younger_than(std::chrono::seconds age, SteadyTime now) const {
    return !addresses.empty() && now - told < age;
  }
};

void take_answer(Name& name, Result<Addresses> answer, SteadyTime now) {
  name.is_asked_for = false;
  if (answer) {
    name.addresses = std::move(*answer);
    name.told = now;
  } else {
    if (answer.error().remedy == Remedy::give_up) name.addresses.clear();
    name.failure = std::move(answer.error());
    name.not_before = now + kPauseAfterFailure;
  }
  while (!name.line.empty()) name.line.front().wake();
}

}  // namespace

struct Resolver::Impl {
  Impl(Loop& of_loop, const Clock& with_clock, NameSource& with_source, LookupFamily with_family)
      : loop(of_loop), clock(with_clock), source(with_source), family(with_family) {}

  std::shared_ptr<Name> find(const std::string& key);
  void make_room();
  static Task<void> ask(std::shared_ptr<Impl> impl, std::string key, std::shared_ptr<Name> name);
  Addresses take(Name& name) const { return in_turn(name.addresses, family, name.turn++); }

  Loop& loop;
  const Clock& clock;
  NameSource& source;
  const LookupFamily family;
  // Shared with the questions under way, which may outlive their place in here.
  boost::unordered_flat_map<std::string, std::shared_ptr<Name>, KeyedHash, std::equal_to<>> names;
};

Resolver::Resolver(Loop& loop, const Clock& clock, NameSource& source, LookupFamily family)
    : impl_(std::make_shared<Impl>(loop, clock, source, family)) {}
Resolver::~Resolver() = default;

std::shared_ptr<Name> Resolver::Impl::find(const std::string& key) {
  if (const auto it = names.find(key); it != names.end()) return it->second;
  if (names.size() >= kNames) make_room();
  return names.emplace(key, std::make_shared<Name>()).first->second;
}

void Resolver::Impl::make_room() {
  const auto oldest =
      std::ranges::min_element(names, {}, [](const auto& entry) { return entry.second->used; });
  names.erase(oldest);
}

Task<void> Resolver::Impl::ask(std::shared_ptr<Impl> impl, std::string key,
                               std::shared_ptr<Name> name) {
  auto answer = co_await impl->source.look_up(std::move(key));
  take_answer(*name, std::move(answer), impl->clock.steady());
}

Task<Result<Addresses>> Resolver::resolve(std::string host, milliseconds limit) {
  boost::system::error_code error;
  const auto literal = boost::asio::ip::make_address(host, error);
  if (!error) co_return Addresses{literal};
  const auto impl = impl_;
  const std::string key = ascii::lower(host);
  if (is_localhost(key)) co_return loopback(impl->family);

  const auto name = impl->find(key);
  const SteadyTime now = name->used = impl->clock.steady();
  if (name->is_younger_than(kFresh, now)) co_return impl->take(*name);
  if (!name->is_asked_for && now >= name->not_before) {
    name->is_asked_for = true;
    impl->loop.spawn(Impl::ask(impl, key, name));
  }
  if (name->is_younger_than(kServesMeanwhile, now)) co_return impl->take(*name);
  const bool is_in_need = name->is_younger_than(kServesInNeed, now);
  if (name->is_asked_for) {
    Waiter answered(impl->loop);
    name->line.push_back(answered);
    const bool is_hasty =
        is_in_need && (limit == milliseconds(0) || limit > kPatienceWithOldAnswer);
    const auto end = co_await answered.wait(is_hasty ? kPatienceWithOldAnswer : limit);
    if (end == Waiter::End::timed_out && !is_in_need)
      co_return fail(Blame::upstream, "net.dns", host + ": no answer in time", Remedy::retry_later);
  }
  if (name->is_younger_than(kServesInNeed, impl->clock.steady())) co_return impl->take(*name);
  co_return std::unexpected(name->failure);
}

}  // namespace jg::net
