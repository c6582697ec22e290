#include "policies/jwt/mcp/authorization_server.h"

#include <algorithm>
#include <utility>

#include "config/document.h"
#include "fetch/url.h"
#include "http/uri.h"
#include "json/writer.h"
#include "policies/jwt/public_document.h"
#include "policies/jwt/urls.h"

namespace jg::policies::jwt {
namespace {

using exchange::Exchange;
using exchange::Verdict;

constexpr std::string_view kWellKnown = "/.well-known/oauth-authorization-server";
constexpr std::string_view kRegistration = "/client-registration";
constexpr json::Limits kRegistrationLimits{.bytes = 16 * 1024, .depth = 8};
constexpr std::size_t kMostRedirects = 32;

std::string with_audience(std::string_view endpoint, const std::string& audience) {
  const char* const joint = endpoint.find('?') == endpoint.npos ? "?" : "&";
  return std::string(endpoint) + joint + "audience=" + http::percent_encode(audience);
}

bool is_list_of_texts(const json::Value& value, std::size_t most) {
  if (value.kind() != json::Kind::array || value.size() == 0 || value.size() > most) return false;
  bool is_good = true;
  value.for_each_element(
      [&](json::Value element) { is_good = is_good && element.kind() == json::Kind::string; });
  return is_good;
}

}  // namespace

std::optional<std::string> registered_client(std::string_view request,
                                             const std::string& client_id) {
  const auto document = json::Document::parse(request, kRegistrationLimits);
  if (!document || document->root().kind() != json::Kind::object) return std::nullopt;
  const auto redirects = document->root().find("redirect_uris");
  if (!redirects || !is_list_of_texts(*redirects, kMostRedirects)) return std::nullopt;
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("client_id", client_id);
  writer.member_raw("redirect_uris", redirects->dump());
  writer.member_raw("grant_types", R"(["authorization_code","refresh_token"])");
  writer.member_raw("response_types", R"(["code"])");
  writer.member("token_endpoint_auth_method", "none");
  if (const auto name = document->root().find("client_name"); name && name->as_string())
    writer.member("client_name", *name->as_string());
  writer.end_object();
  return out;
}

AuthorizationServer::AuthorizationServer(AuthorizationServerSettings settings)
    : settings_(std::move(settings)) {
  const std::string& resource = settings_.resource;
  metadata_path_ = std::string(kWellKnown) + resource.substr(path_of(resource));
  if (settings_.client_id) registration_path_ = metadata_path_ + std::string(kRegistration);
}

std::vector<std::string_view> AuthorizationServer::paths() const {
  std::vector<std::string_view> out{metadata_path_};
  if (!registration_path_.empty()) out.emplace_back(registration_path_);
  return out;
}

std::string AuthorizationServer::describe() const {
  std::string out = "anybody may read " + metadata_path_ + ", from " +
                    fetch::shown_url(settings_.metadata->settings().url);
  if (settings_.client_id)
    out += ", and register as client " + config::quoted(*settings_.client_id);
  return out;
}

Result<Verdict> AuthorizationServer::answer(Exchange& exchange) const {
  if (exchange.request.path == registration_path_)
    return answer_preliminary(exchange, "POST") ? Verdict::answered : Verdict::wait;
  if (answer_preliminary(exchange, "GET")) return Verdict::answered;
  const auto metadata = settings_.metadata->published().content.server_metadata;
  if (!metadata)
    return fail(Blame::upstream, "jwt.metadata_unavailable",
                fetch::shown_url(settings_.metadata->settings().url) + " gave none yet");
  answer_json(exchange, 200, adapted(*metadata));
  return Verdict::answered;
}

Task<Result<Verdict>> AuthorizationServer::register_client(Exchange& exchange) const {
  const auto body = co_await exchange::buffer_request_body(exchange);
  if (!body) co_return std::unexpected(body.error());
  auto client = registered_client(*body, *settings_.client_id);
  if (client)
    answer_json(exchange, 201, std::move(*client));
  else
    answer_json(exchange, 400, R"({"error":"invalid_redirect_uri"})");
  exchange.response.head.fields.add("cache-control", "no-store");
  co_return Verdict::answered;
}

// Clients hold the issuer against the URL by which they found the document (RFC 8414 section 3.3);
// what it says of `iss` in other answers (RFC 9207) would then be wrong.
std::string AuthorizationServer::adapted(const json::Document& metadata) const {
  const bool is_fronted = settings_.is_fronted();
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  metadata.root().for_each_member([&](std::string_view name, json::Value value) {
    const bool is_replaced =
        (is_fronted &&
         (name == "issuer" || name == "authorization_response_iss_parameter_supported")) ||
        (settings_.client_id && name == "registration_endpoint");
    if (is_replaced) return;
    if (name == "authorization_endpoint" && wants_audience(settings_.provider))
      writer.member(name, with_audience(*value.as_string(), settings_.audience));
    else
      writer.member_raw(name, value.dump());
  });
  const std::string& resource = settings_.resource;
  if (is_fronted) writer.member("issuer", resource);
  if (settings_.client_id)
    writer.member("registration_endpoint",
                  resource.substr(0, path_of(resource)) + registration_path_);
  writer.end_object();
  return out;
}

}  // namespace jg::policies::jwt
