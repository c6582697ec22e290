#include "config/redacted.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/ascii.h"

namespace jg::config {
namespace {

constexpr std::string_view kMark = "REDACTED";

// Of keys, in lower case and without `-`, `_` and `.`.
constexpr auto kSecretNames = std::to_array<std::string_view>(
    {"authorization", "cookie", "d", "dp", "dq", "htpasswd", "k", "key", "p", "pass", "q", "qi"});
constexpr auto kSecretEndings = std::to_array<std::string_view>(
    {"accesskey", "apikey", "authkey", "credential", "credentials", "cookie", "keyhash",
     "passphrase", "passwd", "password", "privatekey", "secret", "secretkey", "sessionkey",
     "signature", "signingkey", "token"});

// Whatever its name: a credential in a header's value, a private key, a token, an address with a
// password.
constexpr auto kSecretBeginnings = std::to_array<std::string_view>(
    {"basic ", "bearer ", "eyj", "ghp_", "github_pat_", "sk-", "xox"});
constexpr auto kSecretParts =
    std::to_array<std::string_view>({"private key-----", "\"d\"", "\"k\"", "\"p\"", "\"q\""});

bool is_secret_name(std::string_view name) {
  std::string letters;
  for (const char c : name)
    if (c != '-' && c != '_' && c != '.') letters += ascii::to_lower(c);
  return std::ranges::find(kSecretNames, letters) != kSecretNames.end() ||
         std::ranges::any_of(kSecretEndings,
                             [&](std::string_view ending) { return letters.ends_with(ending); });
}

bool has_password(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos) return false;
  const std::string_view rest = url.substr(scheme + 3);
  return rest.substr(0, rest.find('/')).find('@') != rest.npos;
}

bool looks_secret(std::string_view value) {
  const std::string text = ascii::lower(value);
  return std::ranges::any_of(kSecretBeginnings,
                             [&](std::string_view start) { return text.starts_with(start); }) ||
         std::ranges::any_of(kSecretParts,
                             [&](std::string_view part) { return text.find(part) != text.npos; }) ||
         has_password(text);
}

enum class Standing : bool { open, secret };

void write(json::Writer& json, const Node& node, Standing standing);

// `{name: authorization, value: Bearer x}`: the one says what the other is.
Standing standing_of_values(const Node& map) {
  const auto name = map.find("name");
  return name && is_secret_name(name->text()) ? Standing::secret : Standing::open;
}

// Of a process: whatever a variable is called, its value may be what proves who the process is.
void write_environment(json::Writer& json, const Node& variables) {
  json.begin_object();
  for (const Node child : variables.children()) {
    json.key(child.key());
    write(json, child, Standing::secret);
  }
  json.end_object();
}

// `--api-key x`, `--token=x`
bool names_secret(std::string_view option) {
  const std::size_t start = option.find_first_not_of('-');
  return start != 0 && start != option.npos && is_secret_name(option.substr(start));
}
bool gives_secret(std::string_view argument) {
  const std::size_t equals = argument.find('=');
  return equals != argument.npos && names_secret(argument.substr(0, equals));
}

void write_list(json::Writer& json, const Node& list, Standing standing) {
  json.begin_array();
  bool is_named = false;  // as a secret, by the item before
  for (const Node child : list.children()) {
    const bool is_secret = is_named || gives_secret(child.text());
    write(json, child, is_secret ? Standing::secret : standing);
    is_named = names_secret(child.text());
  }
  json.end_array();
}

void write_map(json::Writer& json, const Node& map) {
  const Standing of_value = standing_of_values(map);
  json.begin_object();
  for (const Node child : map.children()) {
    json.key(child.key());
    const bool is_secret =
        is_secret_name(child.key()) || (child.key() == "value" && of_value == Standing::secret);
    if (child.key() == "env" && child.kind() == Kind::map)
      write_environment(json, child);
    else
      write(json, child, is_secret ? Standing::secret : Standing::open);
  }
  json.end_object();
}

// A variable has its value elsewhere, but its default stands here.
bool tells_secret(std::string_view written, Standing standing) {
  return looks_secret(written) ||
         (standing == Standing::secret && written.find(":-") != written.npos);
}

void write_scalar(json::Writer& json, const Node& node, Standing standing) {
  if (const auto written = node.written()) {
    json.text(tells_secret(*written, standing) ? kMark : *written);
  } else if (node.kind() == Kind::null) {
    json.raw("null");
  } else if (const auto boolean = node.as_bool()) {
    json.raw(*boolean ? "true" : "false");
  } else if (standing == Standing::secret || looks_secret(node.text())) {
    json.text(kMark);
  } else if (const auto integer = node.as_int()) {
    json.raw(std::to_string(*integer));
  } else if (const auto number = node.as_double(); number && std::isfinite(*number)) {
    std::string text;
    json::append_number(text, *number);
    json.raw(text);
  } else {
    json.text(node.text());
  }
}

// A secret name covers the texts right under it; below a map names count again, so that
// `key: {file: path}` shows where the key is kept.
void write(json::Writer& json, const Node& node, Standing standing) {
  switch (node.kind()) {
    case Kind::null:
    case Kind::boolean:
    case Kind::integer:
    case Kind::number:
    case Kind::string: write_scalar(json, node, standing); return;
    case Kind::list: write_list(json, node, standing); return;
    case Kind::map: write_map(json, node); return;
  }
}

}  // namespace

void write_redacted(json::Writer& json, const Node& node) { write(json, node, Standing::open); }

}  // namespace jg::config
