#include "http/hop_by_hop.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::http {
namespace {

using Lines = std::vector<std::pair<std::string_view, std::string_view>>;

// What is left, as "name: value|".
std::string left_of(const Lines& lines, Upgrade upgrade = Upgrade::drop) {
  Fields fields;
  for (const auto& [name, value] : lines) fields.add(name, value);
  remove_hop_by_hop(fields, upgrade);
  std::string out;
  for (const Field& field : fields)
    out.append(field.name).append(": ").append(field.value).append("|");
  return out;
}

TEST(HopByHop, fields_go_and_others_stay) {
  EXPECT_EQ(left_of({{"accept", "*/*"},
                     {"connection", "close"},
                     {"keep-alive", "timeout=5"},
                     {"proxy-connection", "keep-alive"},
                     {"transfer-encoding", "chunked"},
                     {"te", "gzip"},
                     {"expect", "100-continue"},
                     {"upgrade", "websocket"},
                     {"content-length", "3"}}),
            "accept: */*|content-length: 3|");
}

TEST(HopByHop, fields_that_connection_names_go_whatever_their_case_and_place) {
  EXPECT_EQ(left_of({{"x-one", "1"},
                     {"connection", "X-One , x-three"},
                     {"connection", "X-TWO"},
                     {"x-two", "2"},
                     {"x-three", "3"},
                     {"x-two", "again"},
                     {"x-four", "4"}}),
            "x-four: 4|");
}

TEST(HopByHop, names_that_others_rely_on_cannot_be_taken_off) {
  EXPECT_EQ(left_of({{"host", "a"},
                     {"authorization", "Bearer x"},
                     {"cookie", "a=b"},
                     {"content-length", "3"},
                     {"connection", "host, authorization, cookie, content-length"}}),
            "host: a|authorization: Bearer x|cookie: a=b|content-length: 3|");
}

TEST(HopByHop, te_keeps_trailers_and_nothing_else) {
  EXPECT_EQ(left_of({{"te", "gzip, trailers"}, {"connection", "te"}}), "te: trailers|");
  EXPECT_EQ(left_of({{"te", "deflate"}}), "");
}

TEST(HopByHop, an_upgrade_is_kept_only_when_it_is_passed_on) {
  const Lines lines{{"connection", "Upgrade"}, {"upgrade", "websocket"}, {"x", "1"}};
  EXPECT_EQ(left_of(lines, Upgrade::drop), "x: 1|");
  EXPECT_EQ(left_of(lines, Upgrade::keep), "x: 1|upgrade: websocket|");
}

TEST(HopByHop, an_upgrade_to_http2_loses_its_settings) {
  EXPECT_EQ(left_of({{"connection", "Upgrade, HTTP2-Settings"},
                     {"upgrade", "h2c"},
                     {"http2-settings", "AAMAAABk"}},
                    Upgrade::drop),
            "");
}

TEST(HopByHop, a_list_of_nothing_is_harmless) {
  EXPECT_EQ(left_of({{"connection", ", ,,"}, {"x", "1"}}), "x: 1|");
  EXPECT_EQ(left_of({{"connection", ""}, {"x", "1"}}), "x: 1|");
}

}  // namespace
}  // namespace jg::http
