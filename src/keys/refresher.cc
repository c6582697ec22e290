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

}  // namespace

Refresher::Refresher(const std::shared_ptr<RemoteDocument>& document, const Means& means)
    : document_(document),
      means_(means),
      schedule_(document->settings().lifetimes, means.clock.steady()) {
  if (means_.cache != nullptr) restore(*document);
}

// It counts at once, for as long as it would have without a restart; the first fetch is on its way.
void Refresher::restore(RemoteDocument& document) {
  const RemoteSettings& settings = document.settings();
  auto cached = means_.cache->read(settings);
  if (!cached) return;
  const std::string source = fetch::shown_url(settings.url);
  fetch::Answer answer;
  answer.body = std::move(cached->body);
  auto content = read_content(settings.kind, answer, settings.url, settings.issuer);
  if (!content)
    return log::warn("keys: what was kept of " + source +
                     " cannot be used: " + content.error().detail);
  const auto age = std::chrono::floor<std::chrono::seconds>(means_.clock.now() - cached->fetched);
  constexpr std::chrono::seconds kClocksApart{60};
  if (age < -kClocksApart)
    return log::warn("keys: what was kept of " + source + " is of a time to come");
  const SteadyTime now = means_.clock.steady();
  schedule_.restored(now, std::max(age, std::chrono::seconds(0)));
  if (schedule_.end() <= now) return log::warn("keys: what was kept of " + source + " is too old");
  last_ = std::move(*content);
  facts_.fetched = cached->fetched;
  document.publish(last_);
  log::info("keys: " + describe(last_) + " of " + source + " from the cache folder, " +
            std::to_string(age.count()) + " s old");
}

// Without a body the next fetch is to bring one.
void Refresher::keep(bool is_same, std::string_view body) {
  if (means_.cache == nullptr) return;
  if (is_same && means_.cache->touch(held_->settings(), means_.clock.now())) return;
  if (body.empty())
    etag_.clear();
  else
    means_.cache->write(held_->settings(), body, means_.clock.now());
}

SteadyTime Refresher::turn() {
  const auto document = document_.lock();
  if (!document) return SteadyTime::max();
  const SteadyTime now = means_.clock.steady();
  const bool is_stale = last_ && schedule_.end() <= now;
  if (is_stale && document->published().content) {
    log::error("keys: what " + fetch::shown_url(document->settings().url) +
               " had is too old to be used");
    document->publish(nullptr);
  }
  if (held_ == nullptr && (schedule_.next() <= now || document->has_wish())) {
    held_ = document;
    held_->begin_fetch();
    if (held_->settings().is_by_discovery())
      fetch_discovery();
    else
      fetch_content(held_->settings().url);
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
  fetch_content(std::move(*url));
}

void Refresher::fetch_content(std::string url) {
  url_ = std::move(url);
  fetch::Request wanted = request(url_);
  if (last_ && last_url_ == url_) wanted.etag = etag_;
  means_.transfers.start(std::move(wanted),
                         [this](Result<fetch::Answer> answer) { take_content(std::move(answer)); });
}

fetch::Request Refresher::request(std::string url) const {
  const RemoteSettings& settings = held_->settings();
  return {.url = std::move(url),
          .accept = accepted_types(settings.kind),
          .bytes = most_bytes(settings.kind),
          .transport = settings.transport};
}

void Refresher::take_content(Result<fetch::Answer> answer) {
  if (!answer) return fail_with(answer.error());
  if (answer->is_unchanged) {
    keep(true, {});
    return succeed("unchanged", answer->fresh_for);
  }
  const RemoteSettings& settings = held_->settings();
  auto content = read_content(settings.kind, *answer, url_, settings.issuer);
  if (!content) return fail_with(content.error());
  etag_ = usable_etag(std::move(answer->etag));
  last_url_ = url_;
  const bool is_same = last_ && say_the_same(last_, *content);
  if (!is_same) {
    last_ = std::move(*content);
    if (last_.keys) warn_of_lost(*last_.keys, fetch::shown_url(url_));
  }
  keep(is_same, answer->body);
  succeed(is_same ? "unchanged" : "changed", answer->fresh_for);
}

void Refresher::succeed(const char* result, std::optional<std::chrono::seconds> fresh_for) {
  schedule_.succeeded(means_.clock.steady(), fresh_for, means_.random);
  ++facts_.fetches[result];
  facts_.fetched = means_.clock.now();
  if (facts_.failure || std::string_view(result) == "changed")
    log::info("keys: " + fetch::shown_url(url_) + " has " + describe(last_));
  facts_.failure.reset();
  silence_.end();
  end(true);
}

void Refresher::fail_with(const Error& error) {
  const SteadyTime now = means_.clock.steady();
  schedule_.failed(now, means_.random);
  ++facts_.fetches[error.code];
  const std::uint64_t in_a_row = (facts_.failure ? facts_.failure->in_a_row : 0) + 1;
  facts_.failure = {error.code, error.detail, in_a_row};
  if (silence_.may_speak(now)) {
    const Kind kind = held_->settings().kind;
    const bool has_any = last_ && schedule_.end() > now;
    log::warn("keys: " + fetch::shown_url(held_->settings().url) + " could not be fetched (" +
              error.code + ": " + error.detail + "); " +
              (has_any ? former(kind) : consequence(kind)));
  }
  end(false);
}

// The schedule has been told.
void Refresher::end(bool is_good) {
  facts_.next = wall(schedule_.next());
  const auto document = std::exchange(held_, nullptr);
  document->end_fetch(facts_, is_good ? last_ : document->published().content, is_good);
}

SystemTime Refresher::wall(SteadyTime time) const {
  return means_.clock.now() +
         std::chrono::duration_cast<SystemTime::duration>(time - means_.clock.steady());
}

}  // namespace jg::keys
