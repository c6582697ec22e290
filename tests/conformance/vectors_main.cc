// jotgate-vectors - answers test vectors, JSON lines in, JSON lines out: `jotgate-vectors jose` or
// `cel`.

#include <iostream>
#include <string_view>

#include "cel_vectors.h"
#include "jose_vectors.h"

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "jose") return jg::conformance::run_jose_vectors(std::cin, std::cout);
  if (what == "cel") return jg::conformance::run_cel_vectors(std::cin, std::cout);
  std::cerr << "usage: jotgate-vectors jose|cel < cases.jsonl\n";
  return 2;
}
