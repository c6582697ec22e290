#include "mcp/openapi/service.h"

#include "mcp/openapi/service_fake.h"

namespace jg::mcp::openapi {
namespace {

// `inside` is what stands in the operation `get` of /a/{x}, whose x is described.
std::string operation(const std::string& inside) {
  return "  /a/{x}:\n    parameters: [{name: x, in: path, required: true, schema: {type: "
         "string}}]\n"
         "    get:\n      operationId: get\n" +
         inside;
}

TEST(Service, shows_an_operation_as_a_tool) {
  const ServiceFake fake(operation(R"(
      summary: Gets
      description: Gets an a.
      parameters:
      - {name: q, in: query, required: true, description: How many, schema: {type: integer}}
      - {name: X-H, in: header, schema: {description: own}, description: better}
      requestBody: {content: {application/json: {schema: {type: object}}}}
)"));
  EXPECT_EQ(
      fake.only().tool,
      R"({"name":"get","title":"Gets","description":"Gets an a.","inputSchema":{"type":"object",)"
      R"("properties":{"path":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"],)"
      R"("additionalProperties":false},"query":{"type":"object","properties":)"
      R"({"q":{"description":"How many","type":"integer"}},"required":["q"],"additionalProperties":false},)"
      R"("header":{"type":"object","properties":{"X-H":{"description":"better","allOf":[{"description":"own"}]}},)"
      R"("additionalProperties":false},"body":{"type":"object"}},"required":["path","query"]},)"
      R"("annotations":{"readOnlyHint":true}})");
  EXPECT_EQ(fake.told(), "");
}

TEST(Service, lets_an_operation_say_more_of_a_shared_parameter) {
  const ServiceFake fake(operation(
      "      parameters: [{name: x, in: path, required: true, schema: {type: integer}}]"));
  EXPECT_EQ(fake.only().parameters.size(), 1U);
  EXPECT_EQ(text_in(fake.only().parameters[0].schema, "type"), "integer");
}

struct Case {
  const char* inside;
  const char* told;
};

TEST(Service, leaves_out_what_it_cannot_send) {
  for (const Case& c : std::vector<Case>{
           {"      servers: [{url: /x}]\n",
            "warning: #/paths/~1a~1{x}/get: is of servers of its own; it is left out"},
           {"      parameters: [{name: c, in: cookie, required: true}]\n",
            "warning: #/paths/~1a~1{x}/get/parameters/0: jotgate sends nothing in `cookie`; the "
            "operation, which "
            "needs it, is left out"},
           {"      parameters: [{name: c, in: query, style: matrix, required: true}]\n",
            "warning: #/paths/~1a~1{x}/get/parameters/0: jotgate does not know how to spell this "
            "parameter; the "
            "operation, which needs it, is left out"},
           {"      parameters: [{name: y, in: path, required: true}]\n",
            "warning: #/paths/~1a~1{x}/get: its parameters are not those of its path; it is left "
            "out"},
           {"      requestBody: {required: true, content: {text/csv: {}}}\n",
            "warning: #/paths/~1a~1{x}/get/requestBody: jotgate sends JSON and octet streams; the "
            "operation, which "
            "needs it, is left out"},
       }) {
    const ServiceFake fake(operation(c.inside));
    ASSERT_TRUE(fake.service) << fake.told();
    EXPECT_TRUE(fake.service->operations().empty());
    EXPECT_EQ(fake.told(), std::string(c.told) + "\nwarning: has no operation that is a tool");
  }
}

TEST(Service, leaves_out_parameters_that_are_not_a_clients_to_write) {
  const ServiceFake fake(operation(R"(
      parameters:
      - {name: c, in: cookie}
      - {name: Host, in: header}
      - {name: Content-Length, in: header}
      - {name: Mcp-Session-Id, in: header}
      - {name: X-Forwarded-For, in: header}
      - {name: X-HTTP-Method-Override, in: header}
      - {name: Accept-Encoding, in: header}
      - {name: "bad name", in: header}
      - {name: Authorization, in: header, required: true}
      - {name: Accept, in: header}
      - {name: X-Good, in: header}
)"));
  ASSERT_EQ(fake.only().parameters.size(), 2U);
  EXPECT_EQ(fake.only().parameters[1].name, "X-Good");
  EXPECT_EQ(fake.faults.warnings(), 8U) << fake.told();
}

TEST(Service, leaves_out_an_operation_without_a_name) {
  const ServiceFake fake(
      "  /a:\n    get: {}\n    put: {operationId: 'a b'}\n    post: {operationId: ok}\n");
  EXPECT_EQ(fake.only().name, "ok");
  EXPECT_EQ(
      fake.told(),
      "warning: #/paths/~1a/get: has no operationId that can be a tool's name; it is left out\n"
      "warning: #/paths/~1a/put: has no operationId that can be a tool's name; it is left out");
}

TEST(Service, refuses_what_breaks_the_description) {
  for (const Case& c : std::vector<Case>{
           {"      parameters: [{$ref: 'http://127.0.0.1:1/x'}]\n",
            "#/paths/~1a~1{x}/get/parameters/0: refers to \"http://127.0.0.1:1/x\", which is not "
            "in this description"},
           {"      parameters: [{in: query}]\n",
            "#/paths/~1a~1{x}/get/parameters/0: has no `name`"},
           {"      requestBody: {$ref: '#/nosuch'}\n",
            "#/paths/~1a~1{x}/get/requestBody: refers to \"#/nosuch\", which is not in this "
            "description"},
           {"      parameters: [{name: q, in: query, schema: {$ref: 'file:///etc/passwd'}}]\n",
            "#/paths/~1a~1{x}/get: refers to \"file:///etc/passwd\", which is not in this "
            "description"},
           {"    put: {operationId: get}\n",
            "#/paths/~1a~1{x}/put: its operationId stands twice: get"},
       }) {
    const ServiceFake fake(operation(c.inside));
    EXPECT_FALSE(fake.service) << c.inside;
    EXPECT_EQ(fake.told(), c.told);
  }
}

TEST(Service, cuts_a_schema_that_is_within_itself) {
  const ServiceFake fake(
      operation("      requestBody: {content: {application/json: {schema: {$ref: "
                "'#/components/schemas/T'}}}}\n"),
      "components: {schemas: {T: {properties: {t: {$ref: '#/components/schemas/T'}}}}}");
  EXPECT_NE(fake.only().tool.find(R"("body":{"properties":{"t":{}}})"), std::string::npos);
  EXPECT_EQ(
      fake.told(),
      "warning: #/paths/~1a~1{x}/get: #/components/schemas/T is within itself or too deep; the "
      "tool's schema is cut there");
}

TEST(Service, has_a_bounded_number_of_tools) {
  std::string paths;
  for (std::size_t n = 0; n < Service::kMostTools; ++n)
    paths += "  /a" + std::to_string(n) + ": {get: {operationId: g" + std::to_string(n) + "}}\n";
  EXPECT_EQ(ServiceFake(paths).service->operations().size(), Service::kMostTools);
  const ServiceFake more(paths + "  /b: {get: {operationId: one-more}}\n");
  EXPECT_EQ(more.told(), "#/paths/~1b/get: is too much: 1,024 tools can be, with 4 MiB of schemas");
}

TEST(Service, is_refused_when_it_takes_too_much_to_read) {
  const auto body = [](std::size_t members) {
    std::string required, properties = "a: {}";
    for (std::size_t n = 0; n < members; ++n) {
      required += "a,";
      properties += ",p" + std::to_string(n) + ": {}";
    }
    return operation("      requestBody: {content: {application/json: {schema: {required: [" +
                     required + "], properties: {" + properties + "}}}}}\n");
  };
  EXPECT_EQ(ServiceFake(body(1'000)).only().name, "get");
  const ServiceFake more(body(10'000));
  EXPECT_FALSE(more.service);
  EXPECT_TRUE(more.told().starts_with("is too complex")) << more.told();
}

std::string base_path(const std::string& servers, std::optional<std::string> own = std::nullopt) {
  const ServiceFake fake("  /a: {get: {operationId: g}}\n", servers);
  config::Faults faults;
  const config::Place place{"config.yaml", {1, 1}, "schema"};
  return base_path_of(*fake.document, own, Teller(place, faults)).value_or("refused");
}

TEST(Service, is_below_the_path_of_its_only_server) {
  EXPECT_EQ(base_path(""), "");
  EXPECT_EQ(base_path("servers: []"), "");
  EXPECT_EQ(base_path("servers: [{url: /}]"), "");
  EXPECT_EQ(base_path("servers: [{url: /api/v3/}]"), "/api/v3");
  EXPECT_EQ(base_path("servers: [{url: 'https://elsewhere.example/v1'}]"), "/v1");
  for (const char* servers :
       {"servers: [{url: /a}, {url: /b}]", "servers: [{url: '/{version}'}]", "servers: [{url: v1}]",
        "servers: [{url: '//evil/x'}]", "servers: [{}]", "servers: [{url: /a/../b}]",
        "servers: [{url: 'https://a/b?c=d'}]"})
    EXPECT_EQ(base_path(servers), "refused") << servers;
}

TEST(Service, is_below_the_path_that_the_configuration_names) {
  EXPECT_EQ(base_path("servers: [{url: /a}, {url: /b}]", "/c/"), "/c");
  EXPECT_EQ(base_path("servers: [{url: /a}]", "/"), "");
  EXPECT_EQ(base_path("", "/a b"), "refused");
}

}  // namespace
}  // namespace jg::mcp::openapi
