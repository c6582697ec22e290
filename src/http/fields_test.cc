#include "http/fields.h"

#include <gtest/gtest.h>

namespace jg::http {
namespace {

std::string text(const Fields& fields) {
  std::string out;
  for (const Field& field : fields)
    out.append(field.name).append("=").append(field.value).append(";");
  return out;
}

TEST(Fields, set_replaces_all_of_a_name_in_the_firsts_place) {
  Fields fields;
  fields.add("a", "1");
  fields.add("b", "2");
  fields.add("a", "3");
  fields.add("c", "4");
  fields.set("a", "5");
  fields.set("d", "6");
  EXPECT_EQ(text(fields), "a=5;b=2;c=4;d=6;");
}

TEST(Fields, remove_says_how_many_there_were) {
  Fields fields;
  fields.add("a", "1");
  fields.add("b", "2");
  fields.add("a", "3");
  EXPECT_EQ(fields.remove("a"), 2u);
  EXPECT_EQ(fields.remove("a"), 0u);
  EXPECT_EQ(text(fields), "b=2;");
}

TEST(Fields, find_takes_the_first_and_tells_empty_from_absent) {
  Fields fields;
  fields.add("a", "");
  fields.add("a", "2");
  EXPECT_EQ(fields.find("a"), "");
  EXPECT_EQ(fields.find("b"), std::nullopt);
  EXPECT_EQ(fields.count("a"), 2u);
}

TEST(Fields, lists_looks_into_every_field_of_the_name) {
  Fields fields;
  fields.add("connection", "keep-alive");
  fields.add("connection", " ,foo\t, Close ,");
  EXPECT_TRUE(fields.lists("connection", "close"));
  EXPECT_TRUE(fields.lists("connection", "foo"));
  EXPECT_FALSE(fields.lists("connection", "fo"));
  EXPECT_FALSE(fields.lists("connection", "closed"));
  EXPECT_FALSE(fields.lists("connecti", "close"));
}

}  // namespace
}  // namespace jg::http
