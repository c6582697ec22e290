#include "fetch/url.h"

#include <curl/curl.h>

#include <memory>

#include "base/ascii.h"

namespace jg::fetch {
namespace {

using Handle = std::unique_ptr<CURLU, decltype([](CURLU* url) { curl_url_cleanup(url); })>;

std::optional<std::string> part(const Handle& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return std::nullopt;
  std::string out(text);
  curl_free(text);
  return out;
}

}  // namespace

std::optional<Url> parse_url(const std::string& text) {
  const Handle url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    return std::nullopt;
  auto scheme = part(url, CURLUPART_SCHEME);
  auto host = part(url, CURLUPART_HOST);
  auto port = part(url, CURLUPART_PORT);
  auto path = part(url, CURLUPART_PATH);
  if (!scheme || !host || host->empty() || !port || !path) return std::nullopt;
  if (*scheme != "http" && *scheme != "https") return std::nullopt;
  return Url{std::move(*scheme), ascii::lower(*host), std::move(*port), std::move(*path)};
}

std::string shown_url(const std::string& text) {
  const auto url = parse_url(text);
  if (!url) return "(no URL)";
  const bool is_usual = url->port == (url->scheme == "https" ? "443" : "80");
  return url->scheme + "://" + url->host + (is_usual ? "" : ":" + url->port) + url->path;
}

bool may_redirect(const std::string& from, const std::string& to) {
  const auto old_url = parse_url(from), new_url = parse_url(to);
  if (!old_url || !new_url || old_url->host != new_url->host) return false;
  if (old_url->scheme == new_url->scheme) return old_url->port == new_url->port;
  return new_url->scheme == "https" && new_url->port == "443";
}

}  // namespace jg::fetch
