// net/asio_fwd.h - names Asio's context without its headers, which cost seconds in each file.
#pragma once

namespace boost::asio {
class io_context;
}
