#include "net/system_names.h"

#include <netdb.h>
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "net/waiter.h"

namespace jg::net {
namespace {

constexpr std::size_t kLookups = 8;
constexpr std::size_t kAddresses = 64;
constexpr std::chrono::milliseconds kNoLimit{0};

int family_to_ask(LookupFamily family) {
  switch (family) {
    case LookupFamily::v4_only: return AF_INET;
    case LookupFamily::v6_only: return AF_INET6;
    case LookupFamily::all:
    case LookupFamily::v4_preferred: return AF_UNSPEC;
  }
  return AF_UNSPEC;
}

Addresses addresses_of(const addrinfo* list) {
  Addresses out;
  for (; list != nullptr && out.size() < kAddresses; list = list->ai_next) {
    boost::asio::ip::tcp::endpoint endpoint;
    if (list->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), list->ai_addr, list->ai_addrlen);
    endpoint.resize(list->ai_addrlen);
    out.push_back(endpoint.address());
  }
  return out;
}

Result<Addresses> ask_system(const std::string& name, int family) {
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;  // each address once, not once for each kind of socket
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(name.c_str(), nullptr, &hints, &list);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
  if (error == 0) {
    Addresses found = addresses_of(list);
    if (!found.empty()) return found;
  }
  const bool is_known = error == 0 || error == EAI_NONAME || error == EAI_NODATA;
  return fail(Blame::upstream, "net.dns",
              name + ": " + (error == 0 ? "no address" : ::gai_strerror(error)),
              is_known ? Remedy::give_up : Remedy::retry_later);
}

// One lookup, as its asker sees it.
struct Question {
  explicit Question(Loop& loop) : answered(loop) {}
  Waiter answered;
  std::optional<Result<Addresses>> answer;
};

// How a thread that may outlive the loop reaches it.
class Mailbox {
 public:
  explicit Mailbox(Loop& loop) : loop_(&loop) {}
  void close() {
    const std::scoped_lock guard(lock_);
    loop_ = nullptr;
  }
  // The question is looked at on the loop only; it may be gone by then.
  void deliver(std::weak_ptr<Question> question, Result<Addresses> answer) {
    const std::scoped_lock guard(lock_);
    if (loop_ == nullptr) return;
    loop_->post([question = std::move(question), answer = std::move(answer)]() mutable {
      const auto asked = question.lock();
      if (!asked) return;
      asked->answer = std::move(answer);
      asked->answered.wake();
    });
  }

 private:
  std::mutex lock_;
  Loop* loop_;
};

}  // namespace

struct SystemNames::Impl {
  Impl(Loop& of_loop, int of_family)
      : loop(of_loop), family(of_family), mailbox(std::make_shared<Mailbox>(of_loop)) {}

  Loop& loop;
  const int family;
  const std::shared_ptr<Mailbox> mailbox;
  std::size_t asking = 0;
  Line line;
};

SystemNames::SystemNames(Loop& loop, LookupFamily family)
    : impl_(std::make_shared<Impl>(loop, family_to_ask(family))) {}

SystemNames::~SystemNames() { impl_->mailbox->close(); }

Task<Result<Addresses>> SystemNames::look_up(std::string name) {
  const auto impl = impl_;
  if (impl->asking == kLookups) {
    Waiter turn(impl->loop);
    impl->line.push_back(turn);
    co_await turn.wait(kNoLimit);  // who wakes it leaves it its place
  } else {
    ++impl->asking;
  }
  const auto question = std::make_shared<Question>(impl->loop);
  try {
    std::thread([mailbox = impl->mailbox, name, family = impl->family,
                 asked = std::weak_ptr(question)]() mutable {
      mailbox->deliver(std::move(asked), ask_system(name, family));
    }).detach();
    co_await question->answered.wait(kNoLimit);
  } catch (const std::system_error& error) {  // no thread to be had
    question->answer = fail(Blame::gateway, "net.dns", error.what(), Remedy::retry_later);
  }
  if (impl->line.empty())
    --impl->asking;
  else
    impl->line.front().wake();
  co_return std::move(*question->answer);
}

}  // namespace jg::net
