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

}  // namespace
}  // namespace jg::http
