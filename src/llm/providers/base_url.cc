#include "llm/providers/base_url.h"

#include "http/uri.h"
#include "upstream/authority.h"

namespace jg::llm {
namespace {

constexpr const char* kCode = "llm.base_url";

}  // namespace

Result<BaseUrl> parse_base_url(std::string_view text) {
  auto url = http::parse_url(text);
  if (!url) return fail(Blame::config, kCode, std::move(url.error().detail));
  if (text.find('?') != std::string_view::npos) return fail(Blame::config, kCode, "a query");
  Arena arena;
  const std::string path_text =
      url->path.empty() ? "/" : url->path;  // canonical_path may return a view of it
  const auto path = http::canonical_path(path_text, arena);
  if (!path) return fail(Blame::config, kCode, path.error().detail);

  BaseUrl out{{std::move(url->host), url->port, std::nullopt}, {}, std::string(*path)};
  if (url->scheme == "https") out.endpoint.tls = upstream::Tls{out.endpoint.host};
  out.authority = upstream::authority_of(out.endpoint);
  while (out.prefix.ends_with('/')) out.prefix.pop_back();
  return out;
}

Result<BaseUrl> parse_host_override(std::string_view text) {
  const auto authority = http::parse_authority(text);
  if (!authority) return fail(Blame::config, kCode, authority.error().detail);
  if (!authority->port) return fail(Blame::config, kCode, "no port");
  BaseUrl out{{std::string(authority->host), *authority->port, std::nullopt}, {}, {}};
  out.authority = upstream::authority_of(out.endpoint);
  return out;
}

}  // namespace jg::llm
