// http/h1/tunnel.h - a stream that was upgraded, with the bytes that had already been read from it.
#pragma once

#include <memory>
#include <string>

#include "http/tunnel.h"
#include "net/stream.h"

namespace jg::http::h1 {

std::unique_ptr<Tunnel> make_tunnel(std::unique_ptr<net::Stream> stream, std::string already_read);

}  // namespace jg::http::h1
