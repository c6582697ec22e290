// net/client_hello.h - the name that a client asks for in its first message.
//
// Spec:  RFC 6066 section 3.
// Trust: the bytes are a stranger's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jg::net {

// From the bytes of the extension `server_name`: the one host name, in lower case and without the
// dot at its end. Empty when it is malformed or no name that a host can have.
std::optional<std::string> parse_server_name(std::string_view extension);

}  // namespace jg::net
