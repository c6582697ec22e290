#include "keys/refresher.h"

#include <algorithm>

#include "base/log.h"
#include "fetch/url.h"
#include "jose/token.h"
#include "keys/documents.h"

namespace jg::keys {
namespace {

constexpr std::size_t kLostShown = 8;
constexpr std::size_t kLongestEtag = 256;

void warn_of_lost(const jose::KeySet& keys, const std::string& source) {
  std::size_t shown = 0;
  for (const jose::LostKey& lost : keys.lost()) {
    if (shown++ == kLostShown) return;
    log::warn("keys: key " + std::to_string(lost.index) +
              (lost.kid ? " (kid " + jose::quote_safely(*lost.kid) + ")" : "") + " of " + source +
              " is not used: " + lost.reason + " (" + lost.code + ")");
  }
}

// What would make a malformed request, or a long one, is done without.
std::string usable_etag(std::string etag) {
  const auto is_odd = [](char c) { return c < ' ' || c > '~'; };
  if (etag.size() > kLongestEtag || std::ranges::any_of(etag, is_odd)) return {};
  return etag;
}

fetch::AddressRules rules_of(const RemoteSettings& settings) {
  fetch::AddressRules rules{.refuses_private = settings.refuses_private};
  for (const std::string& text : settings.allowed_addresses)
    if (const auto network = fetch::Network::parse(text)) rules.allowed.push_back(*network);
  return rules;
}

}  // namespace

Refresher::Refresher(const std::shared_ptr<RemoteKeys>& keys, const Means& means)
    : keys_(keys), means_(means), schedule_(keys->settings().lifetimes, means.clock.steady()) {}

SteadyTime Refresher::turn() {
  const auto keys = keys_.lock();
  if (!keys) return SteadyTime::max();
  const SteadyTime now = means_.clock.steady();
  const bool is_stale = last_ && schedule_.end() <= now;
  if (is_stale && keys->published().keys) {
    log::error("keys: those of " + fetch::shown_url(keys->settings().url) +
               " are too old to be used");
    keys->publish(nullptr);
  }
  if (held_ == nullptr && (schedule_.next() <= now || keys->has_wish())) {
    held_ = keys;
    held_->begin_fetch();
    if (held_->settings().issuer)
      fetch_discovery();
    else
      fetch_keys(held_->settings().url);
  }
  const SteadyTime end = last_ && !is_stale ? schedule_.end() : SteadyTime::max();
  return held_ != nullptr ? end : std::min(end, schedule_.next());
}

void Refresher::fetch_discovery() {
  fetch::Request wanted = request(held_->settings().url);
  wanted.bytes = kDiscoveryBytes;
  means_.transfers.start(std::move(wanted), [this](Result<fetch::Answer> answer) {
    take_discovery(std::move(answer));
  });
}

void Refresher::take_discovery(Result<fetch::Answer> answer) {
  if (!answer) return fail_with(answer.error());
  auto url = read_discovery(*answer, held_->settings().url, *held_->settings().issuer);
  if (!url) return fail_with(url.error());
  fetch_keys(std::move(*url));
}

void Refresher::fetch_keys(std::string url) {
  url_ = std::move(url);
  fetch::Request wanted = request(url_);
  if (last_ && last_url_ == url_) wanted.etag = etag_;
  means_.transfers.start(std::move(wanted),
                         [this](Result<fetch::Answer> answer) { take_keys(std::move(answer)); });
}

fetch::Request Refresher::request(std::string url) const {
  const RemoteSettings& settings = held_->settings();
  return {.url = std::move(url),
          .accept = "application/json, application/jwk-set+json",
          .time = settings.time,
          .bytes = jose::KeySetRules{}.bytes,
          .addresses = rules_of(settings),
          .roots = settings.roots};
}

void Refresher::take_keys(Result<fetch::Answer> answer) {
  if (!answer) return fail_with(answer.error());
  if (answer->is_unchanged) return succeed("unchanged", answer->fresh_for);
  auto keys = read_key_set(*answer);
  if (!keys) return fail_with(keys.error());
  etag_ = usable_etag(std::move(answer->etag));
  last_url_ = url_;
  const bool is_same = last_ && last_->has_same_keys(**keys);
  if (!is_same) {
    last_ = std::move(*keys);
    warn_of_lost(*last_, fetch::shown_url(url_));
  }
  succeed(is_same ? "unchanged" : "changed", answer->fresh_for);
}

void Refresher::succeed(const char* result, std::optional<std::chrono::seconds> fresh_for) {
  schedule_.succeeded(means_.clock.steady(), fresh_for, means_.random);
  ++facts_.fetches[result];
  facts_.fetched = means_.clock.now();
  const std::string keys =
      std::to_string(last_->keys().size()) + (last_->keys().size() == 1 ? " key" : " keys");
  if (facts_.failure || std::string_view(result) == "changed")
    log::info("keys: " + fetch::shown_url(url_) + " has " + keys);
  facts_.failure.reset();
  silent_until_ = SteadyTime::min();
  end(true);
}

void Refresher::fail_with(const Error& error) {
  const SteadyTime now = means_.clock.steady();
  schedule_.failed(now, means_.random);
  ++facts_.fetches[error.code];
  const std::uint64_t in_a_row = (facts_.failure ? facts_.failure->in_a_row : 0) + 1;
  facts_.failure = {error.code, error.detail, in_a_row};
  if (now >= silent_until_) {
    silent_until_ = now + kSilence;
    const bool has_keys = last_ && schedule_.end() > now;
    log::warn("keys: " + fetch::shown_url(held_->settings().url) + " could not be fetched (" +
              error.code + ": " + error.detail + "); " +
              (has_keys ? "the former keys stay in use" : "tokens that need it are answered 503"));
  }
  end(false);
}

// The schedule has been told.
void Refresher::end(bool is_good) {
  facts_.next = wall(schedule_.next());
  const auto keys = std::exchange(held_, nullptr);
  keys->end_fetch(facts_, is_good ? last_ : keys->published().keys, is_good);
}

SystemTime Refresher::wall(SteadyTime time) const {
  return means_.clock.now() +
         std::chrono::duration_cast<SystemTime::duration>(time - means_.clock.steady());
}

}  // namespace jg::keys
