#include "mcp/openapi/schema.h"

#include <gtest/gtest.h>

namespace jg::mcp::openapi {
namespace {

struct Written {
  // `schema` beside the components' `schemas`, both JSON.
  explicit Written(const std::string& schema, const std::string& schemas = "{}") {
    const config::Place place{"config.yaml", {1, 1}, "schema"};
    config::Faults faults;
    document = Document::parse(
        R"({"openapi":"3.0.0","s":)" + schema + R"(,"components":{"schemas":)" + schemas + "}}",
        "api.yaml", Teller(place, faults));
    EXPECT_TRUE(document) << faults.text();
    SchemaWriter writer(*document);
    json::Writer to(text);
    writer.write(to, text, *document->find("#/s"));
    cut = writer.cut().value_or("");
    lost = writer.lost().value_or("");
    is_too_large = writer.is_too_large();
  }
  std::optional<Document> document;
  std::string text, cut, lost;
  bool is_too_large = false;
};

std::string refer(const std::string& name) {
  return R"({"$ref":"#/components/schemas/)" + name + "\"}";
}

TEST(Schema, has_its_references_put_in) {
  const Written written(
      R"({"type":"array","items":)" + refer("A") + "}",
      R"({"A":{"properties":{"b":)" + refer("B") + R"(}},"B":{"type":"string"}})");
  EXPECT_EQ(written.text, R"({"type":"array","items":{"properties":{"b":{"type":"string"}}}})");
}

TEST(Schema, keeps_what_stands_beside_a_reference) {
  const Written written(R"({"$ref":"#/components/schemas/A","description":"one","x-y":1})",
                        R"({"A":{"type":"string"}})");
  EXPECT_EQ(written.text, R"({"allOf":[{"type":"string"}],"description":"one"})");
}

TEST(Schema, is_turned_into_json_schema) {
  for (
      const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
          {R"({"type":"string","nullable":true})", R"({"type":["string","null"]})"},
          {R"({"type":"integer","minimum":1,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":false})",
           R"({"type":"integer","exclusiveMinimum":1,"maximum":9})"},
          {R"({"exclusiveMinimum":1})", R"({"exclusiveMinimum":1})"},
          {R"({"type":"string","example":"x","xml":{},"discriminator":{},"x-a":1,"$id":"u","$defs":{}})",
           R"({"type":"string"})"},
          {R"({"properties":{"id":{"readOnly":true},"xml":{}},"required":["id","xml"]})",
           R"({"properties":{"xml":{}},"required":["xml"]})"},
          {R"({"items":true,"additionalProperties":false})",
           R"({"items":true,"additionalProperties":false})"},
          {R"({"oneOf":[{"nullable":true},7,{"not":{}}]})", R"({"oneOf":[{},{},{"not":{}}]})"},
          {"7", "{}"},
      })
    EXPECT_EQ(Written(from).text, to) << from;
}

TEST(Schema, is_cut_where_it_is_within_itself) {
  const Written written(refer("Tree"),
                        R"({"Tree":{"properties":{"left":)" + refer("Tree") + R"(,"name":{}}}})");
  EXPECT_EQ(written.text, R"({"properties":{"left":{},"name":{}}})");
  EXPECT_EQ(written.cut, "#/components/schemas/Tree");
  EXPECT_EQ(Written(refer("A"), R"({"A":)" + refer("A") + "}").text, "{}");
}

TEST(Schema, tells_a_reference_that_leads_nowhere) {
  EXPECT_EQ(Written(refer("A")).lost, "#/components/schemas/A");
  EXPECT_EQ(Written(R"({"not":{"$ref":"http://127.0.0.1/x"}})").lost, "http://127.0.0.1/x");
}

// Each schema holds the next twice: what it comes to doubles with each.
TEST(Schema, is_bounded_however_it_grows) {
  std::string schemas = R"({"S30":{})";
  for (int n = 0; n < 30; ++n) {
    const std::string next = refer("S" + std::to_string(n + 1));
    schemas.append(",\"S" + std::to_string(n) + R"(":{"anyOf":[)" + next + "," + next + "]}");
  }
  const Written written(refer("S0"), schemas + "}");
  EXPECT_TRUE(written.is_too_large);
  EXPECT_LT(written.text.size(), SchemaWriter::kMostBytes * 2);
}

TEST(Schema, is_cut_below_its_deepest_level) {
  std::string schemas = R"({"S50":{})";
  for (int n = 0; n < 50; ++n)
    schemas.append(",\"S" + std::to_string(n) + R"(":{"not":)" +
                   refer("S" + std::to_string(n + 1)) + "}");
  const Written written(refer("S0"), schemas + "}");
  EXPECT_FALSE(written.cut.empty());
  EXPECT_TRUE(json::Document::parse(written.text));
}

}  // namespace
}  // namespace jg::mcp::openapi
