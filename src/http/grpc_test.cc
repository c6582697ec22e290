#include "http/grpc.h"

#include <gtest/gtest.h>

namespace jg::http {
namespace {

bool is_grpc_type(std::string_view type) {
  RequestHead head;
  head.fields.add("content-type", type);
  return is_grpc(head);
}

TEST(Grpc, is_told_by_its_content_type) {
  for (const char* type :
       {"application/grpc", "application/grpc+proto", "application/grpc;x=y", "Application/GRPC"})
    EXPECT_TRUE(is_grpc_type(type)) << type;
  for (const char* type :
       {"", "application/grpc-web", "application/grpcx", "text/plain", "application/grp"})
    EXPECT_FALSE(is_grpc_type(type)) << type;
  EXPECT_FALSE(is_grpc(RequestHead{}));
}

TEST(Grpc, says_how_a_call_ended) {
  const auto status = [](std::string_view text) {
    Fields fields;
    fields.add("grpc-status", text);
    return find_grpc_status(fields);
  };
  EXPECT_EQ(status("0"), 0);
  EXPECT_EQ(status("16"), 16);
  EXPECT_EQ(status("999"), 999);
  for (const char* text : {"", "-1", "+1", "1 ", "1000", "x", "0x1"})
    EXPECT_FALSE(status(text)) << text;
  EXPECT_FALSE(find_grpc_status(Fields{}));
}

}  // namespace
}  // namespace jg::http
