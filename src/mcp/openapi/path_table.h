// mcp/openapi/path_table.h - whose path a path is when several templates fit it.
//
// Owner:  its Service. Thread: immutable once filled.
// Spec:   OpenAPI "Path Templating Matching": what is written out comes before what is a place.
// Trust:  a value that is a client's must not make one operation another: of /users/{id} and
//         /users/me, "me" leads to the second, which rules may not let the caller use; however a service
//         reads it (readings.h). Some tell no upper from lower case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jg::mcp::openapi {

class PathTable {
 public:
  // Of every operation, whether or not it is a tool.
  void add(std::string_view method, std::string_view path_template);
  // Whether a service takes `path`, which was made of the template `own`, for another's.
  bool is_anothers(std::string_view method, std::string_view own, std::string_view path) const;

 private:
  // What is written out: all of it, or before, between and behind its places. Decoded, in lower case.
  using Segment = std::vector<std::string>;
  using Segments = std::vector<Segment>;
  struct Entry {
    std::string method;
    std::string path_template;
    Segments segments;
  };
  static Segments split(std::string_view path);
  static bool says_more(const Segments& segments, const Segments& own);
  static bool answers(const Entry& entry, std::string_view method);

  std::vector<Entry> entries_;
};

}  // namespace jg::mcp::openapi
