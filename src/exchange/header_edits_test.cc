#include "exchange/header_edits.h"

#include <gtest/gtest.h>

#include "exchange/load_fake.h"

namespace jg::exchange {
namespace {

std::optional<HeaderEdits> load(const std::string& yaml) {
  LoadFake fake(yaml);
  return header_edits_type().decode(fake.root(), fake.faults);
}

std::string faults_of(const std::string& yaml) {
  LoadFake fake(yaml);
  EXPECT_FALSE(header_edits_type().decode(fake.root(), fake.faults)) << yaml;
  return fake.faults.text();
}

std::string shown(const http::Fields& fields) {
  std::string out;
  for (const http::Field& field : fields)
    out.append(field.name).append("=").append(field.value).append(";");
  return out;
}

std::string edited(const std::string& yaml) {
  http::Fields fields;
  fields.add("a", "1");
  fields.add("b", "2");
  fields.add("a", "3");
  const auto edits = load(yaml);
  EXPECT_TRUE(edits) << yaml;
  if (edits) edits->apply(fields);
  return shown(fields);
}

TEST(HeaderEdits, adds_beside_sets_in_place_and_removes_all) {
  EXPECT_EQ(edited("add: {b: x, c: y}"), "a=1;b=2;a=3;b=x;c=y;");
  EXPECT_EQ(edited("set: {a: x, c: y}"), "a=x;b=2;c=y;");
  EXPECT_EQ(edited("remove: [a, c]"), "b=2;");
  EXPECT_EQ(edited("{}"), "a=1;b=2;a=3;");
}

TEST(HeaderEdits, adds_then_sets_then_removes) {
  EXPECT_EQ(edited("{remove: [c], set: {b: z, c: z}, add: {b: x}}"), "a=1;b=z;a=3;");
}

TEST(HeaderEdits, means_one_name_by_any_letter_case) {
  EXPECT_EQ(edited("{set: {A: x}, remove: [B]}"), "a=x;");
}

TEST(HeaderEdits, trims_a_value_and_allows_an_empty_one) {
  EXPECT_EQ(edited("{set: {a: ' x y ', b: ''}}"), "a=x y;b=;");
}

TEST(HeaderEdits, refuses_what_would_break_a_message) {
  for (const char* name : {"Content-Length", "transfer-encoding", "connection", "keep-alive", "TE",
                           "proxy-connection", "trailer", "upgrade"}) {
    const std::string quoted = std::string("'") + name + "'";
    for (const std::string& yaml :
         {"add: {" + quoted + ": x}", "set: {" + quoted + ": x}", "remove: [" + quoted + "]"})
      EXPECT_NE(faults_of(yaml).find("the gateway's own"), std::string::npos) << yaml;
  }
}

TEST(HeaderEdits, refuses_by_name_what_agentgateway_can_do_more) {
  EXPECT_NE(faults_of("set: {Host: x}").find("jotgate does not honour it yet"), std::string::npos);
  EXPECT_NE(faults_of("set: {':path': x}").find("jotgate does not honour them yet"),
            std::string::npos);
}

TEST(HeaderEdits, refuses_names_and_values_that_are_none) {
  for (const char* yaml : {"set: {'': x}", "set: {'a b': x}", "set: {'a:': x}", "remove: ['']",
                           "remove: ['a\u00e9']", "add: {'a\nb': x}"})
    faults_of(yaml);
  for (const char* yaml : {R"(set: {a: "x\r\nb: y"})", R"(set: {a: "\0"})", R"(add: {a: "\x7f"})",
                           "set: {a: 1}", "set: {a: [x]}"})
    faults_of(yaml);
  EXPECT_NE(faults_of("set: {X-A: '1', x-a: '2'}").find("same field"), std::string::npos);
}

TEST(HeaderEdits, tells_names_and_no_values) {
  EXPECT_EQ(load("{add: {a: x}, set: {b: y, c: z}, remove: [d]}")->describe(),
            "adds a, sets b, c, removes d");
  EXPECT_EQ(load("{}")->describe(), "changes nothing");
}

}  // namespace
}  // namespace jg::exchange
