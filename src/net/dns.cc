#include "net/dns.h"

#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.h"
#include "net/asio_operation.h"

namespace jg::net {
namespace {

namespace asio = boost::asio;
using Addresses = std::vector<asio::ip::address>;
constexpr std::size_t kNames = 1024;
constexpr std::chrono::seconds kKeep{5};
constexpr std::chrono::seconds kKeepFailure{1};

struct Remembered {
  Addresses addresses;  // empty: it failed
  std::string why;
  std::chrono::steady_clock::time_point until;
};

}  // namespace

struct Resolver::Impl {
  explicit Impl(Loop& of_loop) : loop(of_loop) {}
  Loop& loop;
  boost::unordered_flat_map<std::string, Remembered, KeyedHash, std::equal_to<>> names;
};

Resolver::Resolver(Loop& loop) : impl_(std::make_unique<Impl>(loop)) {}
Resolver::~Resolver() = default;

Task<Result<Addresses>> Resolver::resolve(std::string host) {
  boost::system::error_code error;
  const auto literal = asio::ip::make_address(host, error);
  if (!error) co_return Addresses{literal};

  const auto now = std::chrono::steady_clock::now();
  if (const auto it = impl_->names.find(host); it != impl_->names.end() && it->second.until > now) {
    if (it->second.addresses.empty()) co_return fail(Blame::upstream, "net.dns", it->second.why);
    co_return it->second.addresses;
  }
  asio::ip::basic_resolver<asio::ip::tcp, Executor> resolver(impl_->loop.context().get_executor());
  const auto found = co_await resolver.async_resolve(host, "", await_into(error));
  Remembered answer;
  if (!error)
    for (const auto& entry : found) answer.addresses.push_back(entry.endpoint().address());
  if (answer.addresses.empty()) answer.why = host + ": " + (error ? error.message() : "no address");
  answer.until =
      std::chrono::steady_clock::now() + (answer.addresses.empty() ? kKeepFailure : kKeep);
  if (impl_->names.size() >= kNames) impl_->names.clear();
  impl_->names.insert_or_assign(host, answer);
  if (answer.addresses.empty()) co_return fail(Blame::upstream, "net.dns", answer.why);
  co_return answer.addresses;
}

}  // namespace jg::net
