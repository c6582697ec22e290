// Other people's vectors (Wycheproof, RFC 7515, 7520 and 8037), all of them, good and bad.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "base/ascii.h"
#include "jose/verify.h"

namespace jg::jose {
namespace {

// Where the strict reading of an RFC says otherwise than the vector's label. Each is checked to
// differ still.
const std::map<std::string, std::string, std::less<>> kWeDiffer{
    {"wycheproof/json_web_signature/346",
     "refused: the JWK pins PS256, the token is PS384 (RFC 7517 section 4.4)"},
    {"wycheproof/json_web_signature/347",
     "refused: the JWK's alg ES521 is no registered algorithm (RFC 7518 section 3.1)"},
    {"wycheproof/json_web_signature/367",
     "accepted: the padding it is about was lost in the file; what is left is a good JWS"},
    {"wycheproof/json_web_signature/370", "accepted: byte for byte the same token as 367"},
    {"wycheproof/json_web_signature/373",
     "refused: '?' is not base64url (RFC 7515 section 5.2 step 7)"},
    {"ietf-jose-cookbook/jws/4_5.signature_with_detached_content.json#compact",
     "refused: a JWT carries its claims (RFC 7519 section 7.1), detached payloads are not for it"},
    {"ietf-jose-cookbook/rfc7797/hmac-sha2_b64_false.json#compact",
     "refused: crit names b64, which a JWT must not use (RFC 7797 section 7)"},
    {"wycheproof/hmac_sha256/163",
     "refused: a secret shorter than the hash (RFC 7518 section 3.2)"},
    {"wycheproof/hmac_sha256/165",
     "refused: a secret shorter than the hash (RFC 7518 section 3.2)"},
    {"wycheproof/hmac_sha512/163",
     "refused: a secret shorter than the hash (RFC 7518 section 3.2)"},
    {"wycheproof/rsa_signature_4096_sha256/8",
     "refused, though labelled acceptable: DigestInfo without its NULL (RFC 8017 section 9.2 note "
     "1 asks for it)"},
};

std::string text_of(json::Value row, std::string_view member) {
  const auto value = row.find(member);
  return std::string(value ? value->as_string().value_or("") : "");
}

std::string unhex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(ascii::hex_value(hex[i]) * 16 + ascii::hex_value(hex[i + 1]));
  return out;
}

bool accepts_jws(json::Value row) {
  const bool symmetric = row.find("symmetric")->as_bool().value_or(false);
  const auto keys =
      KeySet::parse(row.find("jwks")->dump(),
                    {.symmetric = symmetric ? SymmetricKeys::allow : SymmetricKeys::refuse});
  if (!keys) return false;
  const auto token = UntrustedToken::parse(text_of(row, "token"), {.payload = Payload::any_bytes});
  return token && Verifier(*keys).verify(*token);
}

bool accepts_primitive(json::Value row) {
  const auto key = Jwk::parse(*row.find("jwk"), SymmetricKeys::allow);
  const auto algorithm = find_algorithm(text_of(row, "alg"));
  return key && algorithm &&
         verify_signature(*key, *algorithm, unhex(text_of(row, "msg_hex")),
                          unhex(text_of(row, "sig_hex")));
}

// Runs accepts() over the rows of a file and says how many there were.
int run(const char* file_name, bool (*accepts)(json::Value)) {
  std::ifstream file(std::filesystem::path(JG_SHARED_DIR "/vectors/jose") / file_name);
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    const auto document = json::Document::parse(line);
    if (!document) {
      ADD_FAILURE() << line.substr(0, 100);
      continue;
    }
    const json::Value row = document->root();
    const std::string format = text_of(row, "format");
    if (!format.empty() && format != "compact")
      continue;  // JSON serialisations are no JWTs (RFC 7519 section 1)
    const std::string id = text_of(row, "id");
    const bool labelled_good = text_of(row, "result") != "invalid";
    const bool expected = labelled_good != kWeDiffer.contains(id);
    EXPECT_EQ(accepts(row), expected) << id << " " << text_of(row, "comment");
    ++rows;
  }
  return rows;
}

void run_file(const char* name, int rows, bool (*accepts)(json::Value)) {
  if (!std::filesystem::exists(std::filesystem::path(JG_SHARED_DIR "/vectors/jose") / name)) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "no vectors: " << name;
    GTEST_SKIP() << "no vectors: " << name;
  }
  EXPECT_EQ(run(name, accepts), rows);
}

TEST(JoseVectors, agree_on_every_compact_token) { run_file("jws_vectors.jsonl", 248, accepts_jws); }

TEST(JoseVectors, agree_on_every_signature) {
  run_file("primitive_vectors.jsonl", 1647, accepts_primitive);
}

}  // namespace
}  // namespace jg::jose
