// fetch/transport.h - by which way a server is asked, and what both sides show of themselves.
//
// Trust: with a proxy it is the proxy that resolves the server's name and connects to it: which
//        addresses may be asked is for the proxy to say then. The proxy's own address, and a server's
//        that stands in its URL, are judged here.
#pragma once

#include <chrono>
#include <string>

#include "base/secret.h"
#include "fetch/address_rules.h"

namespace jg::fetch {

struct Transport {
  std::chrono::milliseconds time{10'000};  // for all of it, redirects included
  AddressRules addresses = {};
  std::string roots = {};        // PEM; the system's when empty
  std::string certificate = {};  // of ours, PEM with what vouches for it; none when empty
  Secret key = {};               // of that
  Secret proxy = {};             // its URL, which may hold a password; none when empty

  friend bool operator==(const Transport& a, const Transport& b) {
    return a.time == b.time && a.addresses == b.addresses && a.roots == b.roots &&
           a.certificate == b.certificate && a.key.reveal() == b.key.reveal() &&
           a.proxy.reveal() == b.proxy.reveal();
  }
};

}  // namespace jg::fetch
