#include "http/cookies.h"

#include <gtest/gtest.h>

#include <vector>

namespace jg::http {
namespace {

Fields with(std::initializer_list<std::string_view> cookies) {
  Fields fields;
  fields.add("accept", "*/*");
  for (const std::string_view cookie : cookies) fields.add("cookie", cookie);
  return fields;
}

std::string remove(std::initializer_list<std::string_view> cookies, std::string_view name) {
  Arena arena;
  Fields fields = with(cookies);
  remove_cookie(fields, name, arena);
  std::string out;
  for (const Field& field : fields)
    if (field.name == "cookie") out.append("[").append(field.value).append("]");
  return out;
}

TEST(FindCookie, reads_pairs_in_every_cookie_field) {
  const Fields fields = with({"a=1; b=2;c=; d", "e=x=y; f=\"q\" ;\tg = h", "a=9"});
  EXPECT_EQ(find_cookie(fields, "a"), "1");
  EXPECT_EQ(find_cookie(fields, "b"), "2");
  EXPECT_EQ(find_cookie(fields, "c"), "");
  EXPECT_EQ(find_cookie(fields, "d"), std::nullopt);
  EXPECT_EQ(find_cookie(fields, "e"), "x=y");
  EXPECT_EQ(find_cookie(fields, "f"), "\"q\"");
  EXPECT_EQ(find_cookie(fields, "g"), "h");
  EXPECT_EQ(find_cookie(fields, "A"), std::nullopt);
  EXPECT_EQ(find_cookie(with({}), "a"), std::nullopt);
}

TEST(FindCookie, does_not_find_a_name_inside_another) {
  const Fields fields = with({"xtoken=1; tokenx=2; a=token=3"});
  EXPECT_EQ(find_cookie(fields, "token"), std::nullopt);
}

TEST(RemoveCookie, takes_out_every_cookie_of_the_name) {
  EXPECT_EQ(remove({"a=1; token=x; b=2"}, "token"), "[a=1; b=2]");
  EXPECT_EQ(remove({"token=x;a=1;b=2; token =y;;"}, "token"), "[a=1; b=2]");
  EXPECT_EQ(remove({"token=x", "a=1", "token=y; b=2"}, "token"), "[a=1][b=2]");
  EXPECT_EQ(remove({"token=x"}, "token"), "");
}

TEST(RemoveCookie, leaves_other_fields_as_they_are) {
  EXPECT_EQ(remove({"a=1;b=2 ;token"}, "token"), "[a=1;b=2 ;token]");
}

}  // namespace
}  // namespace jg::http
