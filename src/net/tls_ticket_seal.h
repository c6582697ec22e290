// net/tls_ticket_seal.h - how OpenSSL asks for the keys of a ticket
// (SSL_CTX_set_tlsext_ticket_key_evp_cb).
//
// Thread: any.
#pragma once

#include <openssl/evp.h>

#include "net/tls_tickets.h"

namespace jg::net {

struct TicketSeal {
  unsigned char* key_name;  // 16 bytes
  unsigned char* iv;
  EVP_CIPHER_CTX* cipher;
  EVP_MAC_CTX* mac;
};

// 1, or -1 when it cannot be done.
int seal_ticket(const TicketKeys& keys, const TicketSeal& seal);
// 1; 2 when the client should be given a newer one; 0 when its key is gone; -1.
int open_ticket(const TicketKeys& keys, const TicketSeal& seal);

}  // namespace jg::net
