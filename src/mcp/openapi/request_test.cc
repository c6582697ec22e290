#include "mcp/openapi/request.h"

#include <gtest/gtest.h>

#include "mcp/openapi/service_fake.h"

namespace jg::mcp::openapi {
namespace {

// What a call comes to: method, target, fields, body; or the mistake.
std::string call(const ServiceFake& fake, std::string_view arguments) {
  const auto json = json::Document::parse(arguments);
  EXPECT_TRUE(json) << arguments;
  const Operation& operation = fake.only();
  const auto request = make_request(operation, json->root());
  if (!request) return "mistake: " + request.error().text;
  std::string out = operation.method + " " + request->path;
  if (!request->query.empty()) out += "?" + request->query;
  for (const auto& [name, value] : request->fields) out += " [" + name + ": " + value + "]";
  if (request->body) out += " " + *request->body;
  return out;
}

constexpr const char* kPet = R"(
  /pets/{id}:
    put:
      operationId: setPet
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: dry, in: query, schema: {type: boolean}}
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string}
                age: {type: integer}
                kind: {enum: [cat, dog]}
)";

TEST(Request, is_made_of_the_groups) {
  const ServiceFake fake(kPet);
  EXPECT_EQ(call(fake, R"({"path":{"id":"a b/c"},"body":{"name":"x"}})"),
            "mistake: path.id: is empty, or holds a slash, a backslash, a control character or "
            "dots alone");
  EXPECT_EQ(call(fake, R"({"path":{"id":"a b"},"query":{"dry":true,"tags":["1&2","ä"]},)"
                       R"("header":{"X-Trace":"t"},"body":{"name":"x","age":3.0,"other":[1]}})"),
            "PUT /pets/a%20b?dry=true&tags=1%262&tags=%C3%A4 [x-trace: t] "
            R"({"name":"x","age":3,"other":[1]})");
}

TEST(Request, names_what_is_wrong_with_its_arguments) {
  const ServiceFake fake(kPet);
  const std::string good_path = R"("path":{"id":"a"})", good_body = R"("body":{"name":"x"})";
  for (const auto& [arguments, told] : std::vector<std::pair<std::string, std::string>>{
           {"null", "path.id: is missing"},
           {"[]", "arguments: is not of type object"},
           {"{" + good_body + "}", "path.id: is missing"},
           {"{" + good_path + "}", "body: is missing"},
           {R"({"path":{"id":7},)" + good_body + "}", "path.id: is not of type string"},
           {R"({"path":{"id":null},)" + good_body + "}", "path.id: is missing"},
           {R"({"path":"a",)" + good_body + "}", "path: is not of type object"},
           {R"({"path":{"id":"a","x":1},)" + good_body + "}", "path: has no member \"x\""},
           {"{" + good_path + "," + good_body + R"(,"cookie":{}})", "\"cookie\": is not known"},
           {"{" + good_path + R"(,"body":{"age":1}})", "body.name: is missing"},
           {"{" + good_path + R"(,"body":{"name":"x","age":1.5}})",
            "body.age: is not of type integer"},
           {"{" + good_path + R"(,"body":{"name":"x","kind":"cow"}})",
            "body.kind: is none of the values that are allowed"},
           {"{" + good_path + R"(,"body":[1]})", "body: is not of type object"},
           {"{" + good_path + "," + good_body + R"(,"query":{"tags":["a",1]}})",
            "query.tags[1]: is not of type string"},
           {"{" + good_path + "," + good_body + R"(,"header":{"X-Trace":"a\r\nHost: b"}})",
            "header.X-Trace: holds a character that no header field may hold"},
       })
    EXPECT_EQ(call(fake, arguments), "mistake: " + told) << arguments;
}

TEST(Request, takes_null_for_absent) {
  const ServiceFake fake(kPet);
  EXPECT_EQ(
      call(fake, R"({"path":{"id":"a"},"query":{"dry":null},"header":null,"body":{"name":"x"}})"),
      R"(PUT /pets/a {"name":"x"})");
}

TEST(Request, spells_lists_and_objects_by_their_style) {
  const ServiceFake fake(R"(
  /s/{list}/{map}:
    get:
      operationId: spell
      parameters:
      - {name: list, in: path, required: true, schema: {type: array}}
      - {name: map, in: path, required: true, explode: true, schema: {type: object}}
      - {name: a, in: query, explode: false, schema: {type: array}}
      - {name: b, in: query, style: pipeDelimited, schema: {type: array}}
      - {name: c, in: query, style: spaceDelimited, schema: {type: array}}
      - {name: d, in: query, style: deepObject, schema: {type: object}}
      - {name: e, in: query, schema: {type: object, properties: {p: {}, q: {}}}}
      - {name: f, in: query, content: {application/json: {schema: {type: object}}}}
      - {name: g, in: query, explode: false, schema: {type: object}}
      - {name: h, in: header, schema: {type: array}}
)");
  const std::string path = R"({"path":{"list":["x","y z"],"map":{"k":1,"l":true}})";
  const std::string prefix = "GET /s/x,y%20z/k=1,l=true";
  for (const auto& [query, spelled] : std::vector<std::pair<std::string, std::string>>{
           {R"({"a":["1",2,""]})", "a=1,2,"},
           {R"({"a":[]})", ""},
           {R"({"b":["1|","2"]})", "b=1%7C%7C2"},
           {R"({"c":["1","2"]})", "c=1%202"},
           {R"({"d":{"x":1,"y]&z":"2"}})", "d%5Bx%5D=1&d%5By%5D%26z%5D=2"},
           {R"({"e":{"p":1,"q":"&r=2"}})", "p=1&q=%26r%3D2"},
           {R"({"f":{"x":[1,{"y":"ä"}]}})",
            "f=%7B%22x%22%3A%5B1%2C%7B%22y%22%3A%22%C3%A4%22%7D%5D%7D"},
           {R"({"g":{"x":1,"y":2}})", "g=x,1,y,2"},
       })
    EXPECT_EQ(call(fake, path + R"(,"query":)" + query + "}"),
              prefix + (spelled.empty() ? "" : "?" + spelled))
        << query;
  EXPECT_EQ(call(fake, path + R"(,"header":{"h":["1","2"]}})"), prefix + " [h: 1,2]");
}

TEST(Request, spreads_no_member_that_the_description_has_not) {
  const ServiceFake fake(R"(
  /s:
    get:
      operationId: spell
      parameters:
      - {name: e, in: query, schema: {type: object, properties: {p: {}}}}
      - {name: d, in: query, style: deepObject, schema: {type: object}}
)");
  EXPECT_EQ(call(fake, R"({"query":{"e":{"p":1,"admin":"true"}}})"),
            "mistake: query.e: has a member that its schema has not");
  EXPECT_EQ(call(fake, R"({"query":{"e":{"p":[1]}}})"),
            "mistake: query.e: holds a list or an object where only text and numbers can stand");
  EXPECT_EQ(call(fake, R"({"query":{"d":{"p":{"q":1}}}})"),
            "mistake: query.d: holds a list or an object where only text and numbers can stand");
}

TEST(Request, lets_no_path_value_out_of_its_place) {
  const ServiceFake fake(R"(
  /a/{x}/b:
    get:
      operationId: get
      parameters:
      - {name: x, in: path, required: true, schema: {}}
)");
  for (const char* value : {R"("..")", R"(".")", R"("")", R"("../../admin")", R"("a/../../b")",
                            R"("..%2f..%2fadmin")", R"("%2e%2e")", R"("\\..\\x")", R"("a\u0000b")",
                            R"("a\nb")", R"(["..","a/b"])", R"({"..":"x"})", R"([])", R"([[]])"})
    EXPECT_TRUE(
        call(fake, R"({"path":{"x":)" + std::string(value) + "}}").starts_with("mistake: path.x: "))
        << value;
  EXPECT_EQ(call(fake, R"({"path":{"x":"?admin=1#x&y"}})"), "GET /a/%3Fadmin%3D1%23x%26y/b");
}

TEST(Request, is_bounded) {
  const ServiceFake fake("  /s:\n    get: {operationId: g, parameters: [{name: q, in: query}]}\n");
  EXPECT_EQ(call(fake, R"({"query":{"q":")" + std::string(Request::kMostTarget, 'x') + "\"}}"),
            "mistake: arguments: are too long for a URL");
}

TEST(Request, sends_bytes_from_base64) {
  const ServiceFake fake(R"(
  /photo:
    post:
      operationId: put
      requestBody: {content: {application/octet-stream: {}}}
)");
  EXPECT_EQ(call(fake, R"({"body":"AAEC"})"), std::string("POST /photo \0\1\2", 15));
  EXPECT_EQ(call(fake, R"({"body":"A*"})"), "mistake: body: is not base64");
  EXPECT_EQ(call(fake, "{}"), "POST /photo");
}

}  // namespace
}  // namespace jg::mcp::openapi
