#include "net/tls_tickets.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "net/tls_ticket_seal.h"

namespace jg::net {
namespace {

struct Key {
  std::array<unsigned char, 16> name{};
  std::array<unsigned char, 32> cipher{};
  std::array<unsigned char, 32> mac{};

  Key() = default;
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key() { OPENSSL_cleanse(this, sizeof *this); }
};

template <std::size_t kSize>
void draw(std::array<unsigned char, kSize>& into) {
  // Without randomness no key is better than a guessable one.
  if (RAND_priv_bytes(into.data(), static_cast<int>(kSize)) != 1) std::abort();
}

Key fresh_key() {
  Key key;
  draw(key.name);
  draw(key.cipher);
  draw(key.mac);
  return key;
}

bool set_mac_key(EVP_MAC_CTX* context, Key key) {
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.mac.data(), key.mac.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  return EVP_MAC_CTX_set_params(context, parameters) == 1;
}

}  // namespace

struct TicketKeys::Ring {
  Key current;
  Key before;
};

TicketKeys::TicketKeys() : ring_(std::make_shared<const Ring>(Ring{fresh_key(), fresh_key()})) {}
TicketKeys::~TicketKeys() = default;

void TicketKeys::rotate() {
  auto next = std::make_shared<const Ring>(Ring{fresh_key(), ring()->current});
  const std::lock_guard lock(mutex_);
  ring_ = std::move(next);
}

std::shared_ptr<const TicketKeys::Ring> TicketKeys::ring() const {
  const std::lock_guard lock(mutex_);
  return ring_;
}

int seal_ticket(const TicketKeys& keys, const TicketSeal& seal) {
  const auto ring = keys.ring();
  std::memcpy(seal.key_name, ring->current.name.data(), ring->current.name.size());
  if (RAND_bytes(seal.iv, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1) return -1;
  const bool done = EVP_EncryptInit_ex(seal.cipher, EVP_aes_256_cbc(), nullptr,
                                       ring->current.cipher.data(), seal.iv) == 1 &&
                    set_mac_key(seal.mac, ring->current);
  return done ? 1 : -1;
}

int open_ticket(const TicketKeys& keys, const TicketSeal& seal) {
  const auto ring = keys.ring();
  const auto has_name = [&](const Key& key) {
    return std::memcmp(seal.key_name, key.name.data(), key.name.size()) == 0;
  };
  const bool is_current = has_name(ring->current);
  if (!is_current && !has_name(ring->before)) return 0;
  const Key& key = is_current ? ring->current : ring->before;
  const bool done =
      set_mac_key(seal.mac, key) &&
      EVP_DecryptInit_ex(seal.cipher, EVP_aes_256_cbc(), nullptr, key.cipher.data(), seal.iv) == 1;
  if (!done) return -1;
  return is_current ? 1 : 2;
}

}  // namespace jg::net
