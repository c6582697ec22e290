#include "proxy/router.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <limits>
#include <tuple>

#include "base/hash.h"

namespace jg::proxy {
namespace {

struct Entry {
  const Route* route;
  const RouteMatch* match;

  // Greater goes first.
  auto weight() const {
    return std::make_tuple(match->path.text.size(), match->method.has_value(),
                           match->headers.size(), match->query.size());
  }
};

bool goes_before(const Entry& a, const Entry& b) {
  if (a.weight() != b.weight()) return a.weight() > b.weight();
  return a.route->info.name < b.route->info.name;
}

using Entries = std::vector<Entry>;
template <class Value>
using ByText = boost::unordered_flat_map<std::string, Value, KeyedHash, std::equal_to<>>;

const Entry* first_fitting(const Entries& entries, const http::RequestHead& request) {
  for (const Entry& entry : entries)
    if (entry.match->fits_rest(request)) return &entry;
  return nullptr;
}

// All routes of one hostname.
class Bucket {
 public:
  void add(const Entry& entry) {
    switch (entry.match->path.kind) {
      case PathKind::exact: exact_[entry.match->path.text].push_back(entry); return;
      case PathKind::prefix:
        prefix_[std::string(without_trailing_slashes(entry.match->path.text))].push_back(entry);
        return;
      case PathKind::regex: regex_.push_back(entry); return;
    }
  }

  void sort() {
    // Stable: what weighs the same stays in the order it was written.
    for (auto& [path, entries] : exact_) std::ranges::stable_sort(entries, goes_before);
    for (auto& [path, entries] : prefix_) std::ranges::stable_sort(entries, goes_before);
    std::ranges::stable_sort(regex_, goes_before);
  }

  const Entry* find(const http::RequestHead& request) const {
    if (const auto it = exact_.find(request.path); it != exact_.end())
      if (const Entry* entry = first_fitting(it->second, request)) return entry;
    if (const Entry* entry = find_prefix(request)) return entry;
    for (const Entry& entry : regex_)
      if (entry.match->path.pattern->covers(request.path) && entry.match->fits_rest(request))
        return &entry;
    return nullptr;
  }

 private:
  // One look-up for each segment of the path, from the whole path to the root.
  const Entry* find_prefix(const http::RequestHead& request) const {
    if (prefix_.empty()) return nullptr;
    std::string_view left = without_trailing_slashes(request.path);
    while (true) {
      if (const auto it = prefix_.find(left); it != prefix_.end())
        if (const Entry* entry = first_fitting(it->second, request)) return entry;
      if (left.empty()) return nullptr;
      left = left.substr(0, left.rfind('/') == std::string_view::npos ? 0 : left.rfind('/'));
    }
  }

  ByText<Entries> exact_;
  ByText<Entries> prefix_;
  Entries regex_;
};

}  // namespace

struct Router::Index {
  ByText<Bucket> exact;
  ByText<Bucket> suffix;  // ".example.com"
  Bucket any;

  Bucket& bucket(const std::string& hostname) {
    if (hostname == "*") return any;
    if (hostname.starts_with('*')) return suffix[hostname.substr(1)];
    return exact[hostname];
  }
};

Router::Router() : index_(std::make_unique<Index>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(std::unique_ptr<Route> route) { routes_.push_back(std::move(route)); }

void Router::build() {
  for (const auto& route : routes_) {
    for (const RouteMatch& match : route->matches) {
      const Entry entry{route.get(), &match};
      if (route->hostnames.empty()) index_->any.add(entry);
      for (const std::string& hostname : route->hostnames) index_->bucket(hostname).add(entry);
    }
  }
  for (auto& [hostname, bucket] : index_->exact) bucket.sort();
  for (auto& [hostname, bucket] : index_->suffix) bucket.sort();
  index_->any.sort();
}

Found Router::find(std::string_view host, const http::RequestHead& request) const {
  const Entry* entry = nullptr;
  if (const auto it = index_->exact.find(host); it != index_->exact.end())
    entry = it->second.find(request);
  // ".a.b.c" of "x.a.b.c" is longer than ".b.c": from the front, at each dot.
  for (std::size_t dot = host.find('.');
       entry == nullptr && !index_->suffix.empty() && dot != std::string_view::npos;
       dot = host.find('.', dot + 1)) {
    if (const auto it = index_->suffix.find(host.substr(dot)); it != index_->suffix.end())
      entry = it->second.find(request);
  }
  if (entry == nullptr) entry = index_->any.find(request);
  return entry == nullptr ? Found{} : Found{entry->route, entry->match};
}

std::size_t hostname_rank(std::string_view pattern, std::string_view host) {
  if (pattern.empty() || pattern == "*") return 1;
  if (pattern.starts_with('*'))
    return host.size() > pattern.size() - 1 && host.ends_with(pattern.substr(1))
               ? 1 + pattern.size()
               : 0;
  return pattern == host ? std::numeric_limits<std::size_t>::max() : 0;
}

}  // namespace jg::proxy
