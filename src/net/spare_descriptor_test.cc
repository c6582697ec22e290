#include "net/spare_descriptor.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "net/loop_fake.h"

namespace jg::net {
namespace {

// A connection that waits to be accepted, and what its client reads.
struct Waiting {
  explicit Waiting(const TcpAcceptor& acceptor) {
    boost::system::error_code error;
    socket.connect({boost::asio::ip::address_v4::loopback(), acceptor.local_endpoint(error).port()},
                   error);
    EXPECT_FALSE(error);
  }
  std::string read() {
    std::string text(100, '\0');
    boost::system::error_code error;
    text.resize(socket.read_some(boost::asio::buffer(text), error));
    return text;
  }
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket socket{context};
};

TEST(SpareDescriptor, tells_those_who_wait_and_leaves_the_others) {
  Loop loop;
  auto acceptor = listen(loop, {"127.0.0.1", 0});
  ASSERT_TRUE(acceptor);
  boost::system::error_code error;
  acceptor->native_non_blocking(true, error);
  Waiting first(*acceptor), second(*acceptor), third(*acceptor);
  SpareDescriptor spare;
  EXPECT_EQ(spare.turn_away(*acceptor, "full", 2), 2u);
  EXPECT_EQ(first.read(), "full");
  EXPECT_EQ(first.read(), "");
  EXPECT_EQ(second.read(), "full");
  EXPECT_EQ(spare.turn_away(*acceptor, "again", 2), 1u);
  EXPECT_EQ(third.read(), "again");
}

}  // namespace
}  // namespace jg::net
