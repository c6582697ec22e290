#include "net/tls_client.h"

#include <gtest/gtest.h>

#include <boost/asio/write.hpp>

#include "net/loop_fake.h"

namespace jg::net {
namespace {

// A connected pair over loopback; nobody speaks on the other end.
struct Silence {
  Loop loop;
  TcpSocket near{loop.context().get_executor()};
  TcpSocket far{loop.context().get_executor()};

  Silence() {
    auto acceptor = listen(loop, {"127.0.0.1", 0});
    near.connect(acceptor->local_endpoint());
    acceptor->accept(far);
  }
};

TEST(TlsClient, gives_up_when_the_handshake_is_not_answered) {
  Silence silence;
  const TlsClientContext context;
  const auto stream =
      run(silence.loop, connect_tls(context, std::move(silence.near), "example.com",
                                    silence.loop.deadlines(), std::chrono::milliseconds(1)));
  ASSERT_FALSE(stream.has_value());
  EXPECT_STREQ(stream.error().code, "net.tls");
  EXPECT_EQ(stream.error().detail, "the handshake timed out");
}

TEST(TlsClient, says_so_when_the_other_side_speaks_no_tls) {
  Silence silence;
  boost::asio::write(silence.far, boost::asio::buffer("HTTP/1.1 400 Bad Request\r\n\r\n", 28));
  const TlsClientContext context;
  const auto stream =
      run(silence.loop, connect_tls(context, std::move(silence.near), "example.com",
                                    silence.loop.deadlines(), std::chrono::milliseconds(0)));
  ASSERT_FALSE(stream.has_value());
  EXPECT_STREQ(stream.error().code, "net.tls");
}

}  // namespace
}  // namespace jg::net
