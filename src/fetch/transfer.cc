#include "fetch/transfer.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "fetch/codes.h"
#include "fetch/url.h"

namespace jg::fetch {
namespace {

using std::chrono::milliseconds;

static_assert(CURL_ERROR_SIZE == 256);

long status_of(CURL* handle) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// A name out of a certificate may be among libcurl's words.
std::string printable(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

// Without the brackets about an IPv6 address, and without the dot that ends a name for good.
std::string_view bare_host(std::string_view host) {
  while (host.ends_with('.')) host.remove_suffix(1);
  if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
  return host;
}

const char* code_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST: return codes::kName;
    case CURLE_COULDNT_CONNECT: return codes::kConnect;
    case CURLE_OPERATION_TIMEDOUT: return codes::kTimeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_PEER_FAILED_VERIFICATION: return codes::kTls;
    default: return codes::kBroken;  // libcurl's list is long, and not ours to keep
  }
}

}  // namespace

// Called by libcurl while it works on the transfer.
struct Transfer::Callbacks {
  static curl_socket_t open(void* self, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto bytes = bytes_of(address->addr);
    if (!bytes || !transfer.request_.transport.addresses.permits(*bytes)) {
      transfer.was_refused_ = true;
      return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  static std::size_t take_body(char* data, std::size_t, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    std::string& body = transfer.answer_.body;
    transfer.is_too_large_ = size > transfer.request_.bytes - body.size();
    if (transfer.is_too_large_) return CURL_WRITEFUNC_ERROR;
    body.append(data, size);
    return size;
  }

  static std::size_t take_head(char* data, std::size_t, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.head_bytes_ += size;
    transfer.is_too_large_ = transfer.head_bytes_ > kHeadBytes;
    if (transfer.is_too_large_) return CURL_WRITEFUNC_ERROR;
    transfer.take_field({data, size});
    return size;
  }
};

Transfer::Transfer(Request request, const Clock& clock)
    : request_(std::move(request)),
      clock_(clock),
      end_(clock.steady() + request_.transport.time),
      handle_(curl_easy_init()),
      url_(request_.url) {
  prepare();
  begin();
}

Transfer::~Transfer() {
  curl_easy_cleanup(handle_);
  curl_slist_free_all(fields_);
}

// What holds for every step. Nothing comes from the environment: a proxy there would be asked in
// the server's place, and the address of the server never be seen.
void Transfer::prepare() {
  const auto set = [this](CURLoption option, auto value) {
    curl_easy_setopt(handle_, option, value);
  };
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_FORBID_REUSE, 1L);  // each connection is looked at when it is opened
  set(CURLOPT_ERRORBUFFER, detail_.data());
  set(CURLOPT_USERAGENT, "jotgate");
  set(CURLOPT_OPENSOCKETFUNCTION, &Callbacks::open);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Callbacks::take_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Callbacks::take_head);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_PRIVATE, this);
  prepare_tls();
  prepare_proxy();
  prepare_fields();
}

void Transfer::prepare_tls() {
  const Transport& transport = request_.transport;
  const auto set_text = [this](CURLoption option, std::string_view text) {
    curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
    curl_easy_setopt(handle_, option, &blob);
  };
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!transport.certificate.empty()) {
    set_text(CURLOPT_SSLCERT_BLOB, transport.certificate);
    set_text(CURLOPT_SSLKEY_BLOB, transport.key.reveal());
  }
  if (transport.roots.empty()) return;
  for (const CURLoption option : {CURLOPT_CAINFO_BLOB, CURLOPT_PROXY_CAINFO_BLOB})
    set_text(option, transport.roots);
  // These and no others.
  for (const CURLoption option : {CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH})
    curl_easy_setopt(handle_, option, static_cast<char*>(nullptr));
}

// An address that must not be asked is not asked by a proxy either.
bool Transfer::is_forbidden() const {
  const auto url = parse_url(url_);
  const auto address = url ? parse_address(bare_host(url->host)) : std::nullopt;
  return address && !request_.transport.addresses.permits(*address);
}

// An empty text keeps out what the environment says. Without proxy the socket's address is judged.
void Transfer::prepare_proxy() {
  const std::string proxy(is_forbidden() ? "" : request_.transport.proxy.reveal());
  curl_easy_setopt(handle_, CURLOPT_PROXY, proxy.c_str());
  curl_easy_setopt(handle_, CURLOPT_NOPROXY, "");
  curl_easy_setopt(handle_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void Transfer::prepare_fields() {
  const auto add = [this](const std::string& line) {
    fields_ = curl_slist_append(fields_, line.c_str());
  };
  add("Accept: " + request_.accept);
  if (!request_.etag.empty()) add("If-None-Match: " + request_.etag);
  if (!request_.authorization.empty())
    add("Authorization: " + std::string(request_.authorization.reveal()));
  if (!request_.form.empty()) {
    const std::string_view form = request_.form.reveal();
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(form.size()));
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, form.data());
    add("Expect:");  // its answer is not worth a wait
  }
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, fields_);
}

void Transfer::begin() {
  const auto left = std::chrono::ceil<milliseconds>(end_ - clock_.steady());
  curl_easy_setopt(handle_, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(left.count())));
}

bool Transfer::follow() {
  if (!is_redirect(status_of(handle_)) || !request_.form.empty()) return false;
  const char* target = nullptr;
  curl_easy_getinfo(handle_, CURLINFO_REDIRECT_URL, &target);
  if (target == nullptr || redirects_ == kRedirects || !may_redirect(url_, target)) return false;
  ++redirects_;
  url_ = target;
  answer_ = {};
  cache_ = {};
  begin();
  return true;
}

// Each line of the head, the status and the empty one included; an interim answer's too.
void Transfer::take_field(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    answer_ = {};
    cache_ = {};
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = line.substr(0, colon);
  std::string_view value = line.substr(colon + 1);
  while (value.ends_with('\n') || value.ends_with('\r')) value.remove_suffix(1);
  value = ascii::trim(value);
  const auto join = [&](std::string& into) {
    if (!into.empty()) into += ',';
    into += value;
  };
  if (ascii::iequals(name, "content-type")) answer_.content_type = value;
  if (ascii::iequals(name, "etag")) answer_.etag = value;
  if (ascii::iequals(name, "cache-control")) join(cache_.cache_control);
  if (ascii::iequals(name, "expires")) cache_.expires = value;
  if (ascii::iequals(name, "date")) cache_.date = value;
  if (ascii::iequals(name, "age")) cache_.age = value;
}

Result<Answer> Transfer::finish(int code) {
  if (code != CURLE_OK) return std::unexpected(why(code));
  return answer();
}

Result<Answer> Transfer::answer() {
  const long status = status_of(handle_);
  if (is_redirect(status))
    return fail(Blame::upstream, codes::kRedirect,
                "a redirect (status " + std::to_string(status) +
                    ") that leaves the host, its port or TLS, or one too many");
  answer_.is_unchanged = status == 304 && !request_.etag.empty();
  if (status != 200 && !answer_.is_unchanged)
    return fail(Blame::upstream, codes::kStatus, "status " + std::to_string(status));
  answer_.fresh_for = fresh_for(cache_);
  return std::move(answer_);
}

Error Transfer::why(int code) const {
  if (is_too_large_)
    return {Blame::upstream, codes::kTooLarge,
            "more than " + std::to_string(request_.bytes) + " bytes"};
  if (was_refused_ && code == CURLE_COULDNT_CONNECT)
    return {Blame::upstream, codes::kAddress, "its address is one that is never asked"};
  const auto known = static_cast<CURLcode>(code);
  const std::string words(detail_.data());
  return {Blame::upstream, code_of(known),
          printable(words.empty() ? curl_easy_strerror(known) : words)};
}

}  // namespace jg::fetch
