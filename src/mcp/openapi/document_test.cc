#include "mcp/openapi/document.h"

#include <gtest/gtest.h>

namespace jg::mcp::openapi {
namespace {

struct Parsed {
  explicit Parsed(std::string_view text) {
    document = Document::parse(text, "api.yaml", Teller(place, faults));
  }
  config::Place place{"config.yaml", {1, 1}, "schema"};
  config::Faults faults;
  std::optional<Document> document;
};

TEST(Document, is_read_from_json_and_yaml) {
  for (const char* text : {R"({"openapi":"3.0.3","x":"$HOME"})", "openapi: 3.0.3\nx: $HOME\n",
                           "openapi: '3.0'\nx: $HOME"}) {
    const Parsed parsed(text);
    ASSERT_TRUE(parsed.document) << parsed.faults.text();
    EXPECT_EQ(text_in(parsed.document->root(), "x"), "$HOME");
  }
}

TEST(Document, is_refused_with_the_place_of_its_fault) {
  const Parsed json("{\n \"openapi\": \"3.0.0\",\n \"a\": 1,\n \"a\": 2}");
  EXPECT_FALSE(json.document);
  EXPECT_NE(json.faults.text().find("api.yaml:4:2: a: the key \"a\" stands twice"),
            std::string::npos)
      << json.faults.text();
  const Parsed yaml("openapi: [");
  EXPECT_FALSE(yaml.document);
  EXPECT_NE(yaml.faults.text().find("api.yaml:1"), std::string::npos) << yaml.faults.text();
}

TEST(Document, is_of_a_version_that_is_known) {
  for (const char* text :
       {"swagger: '2.0'", "openapi: 3.2.0", "openapi: 4.0.0", "openapi: 3.1", "[]"}) {
    const Parsed parsed(text);
    EXPECT_FALSE(parsed.document) << text;
    EXPECT_NE(parsed.faults.text().find("OpenAPI 3.0 or 3.1"), std::string::npos) << text;
  }
}

TEST(Document, is_bounded) {
  const Parsed deep(R"({"openapi":"3.0.0","x":)" + std::string(70, '[') + std::string(70, ']') +
                    "}");
  EXPECT_FALSE(deep.document);
  const Parsed large(R"({"openapi":"3.0.0","x":")" + std::string(Document::kMostBytes, 'x') +
                     "\"}");
  EXPECT_FALSE(large.document);
}

TEST(Document, follows_references_within) {
  const Parsed parsed(R"({"openapi":"3.0.0","a/b":{"~c":[{"d":"here"}]},)"
                      R"("one":{"$ref":"#/two"},"two":{"$ref":"#/a~1b/~0c/0"},)"
                      R"("around":{"$ref":"#/around"},"out":{"$ref":"other.yaml#/x"}})");
  const Document& document = *parsed.document;
  EXPECT_EQ(text_in(*document.find("#/a~1b/~0c/0"), "d"), "here");
  EXPECT_EQ(text_in(*document.find("#/a%7E1b/~0c/0"), "d"), "here");
  EXPECT_EQ(text_in(*document.resolve(*document.find("#/one")), "d"), "here");
  for (const char* nowhere : {"", "#", "#/nosuch", "#/a~1b/~0c/1", "#/a~1b/~0c/x", "#/a~1b/~0c/0x",
                              "other.yaml", "http://a/b#/c", "#/%zz"})
    EXPECT_FALSE(document.find(nowhere)) << nowhere;
  EXPECT_FALSE(document.resolve(*document.find("#/around")));
  EXPECT_FALSE(document.resolve(*document.find("#/out")));
}

}  // namespace
}  // namespace jg::mcp::openapi
