// config/types.h - the ready-made types: text, numbers, durations, choices, lists, maps, unions.
//
// Limits: each takes its own bounds; a list or a map is bounded by the document.
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "config/duration.h"
#include "config/nearest.h"
#include "config/type.h"

namespace jg::config {

Type<std::string> text();
Type<std::string> filled_text();  // not empty
Type<Secret> secret_text();       // not empty, never shown
Type<bool> boolean();
Type<double> number(double least, double most);
Type<std::uint16_t> port();  // 1 to 65535
Type<Node> any();            // the node itself, whatever it is; lives as long as the Document

// --- integers ---

Type<std::int64_t> bounded_integer(std::int64_t least, std::int64_t most);

template <std::integral I>
Type<I> integer(I least = std::numeric_limits<I>::min(), I most = std::numeric_limits<I>::max()) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const auto bound = [](I value) {
    return std::cmp_greater(value, kMost) ? kMost : static_cast<std::int64_t>(value);
  };
  Type<std::int64_t> wide = bounded_integer(bound(least), bound(most));
  return Type<I>({wide.shapes(), wide.expected(),
                  [wide](const Node& node, Faults& faults) -> std::optional<I> {
                    const auto value = wide.decode(node, faults);
                    if (!value) return std::nullopt;
                    return static_cast<I>(*value);
                  },
                  [wide](Definitions& definitions) { return wide.schema(definitions); },
                  [](const I& value) { return std::to_string(value); }});
}

// --- durations: 300ms, 5m, 1h30m, 1.5h ---

constexpr std::chrono::nanoseconds kLongestDuration = std::chrono::hours(24 * 366);

Type<std::chrono::nanoseconds> bounded_duration(DurationBounds bounds);

// D says how fine: `1500us` is a fault where milliseconds are kept.
template <class D = std::chrono::milliseconds>
Type<D> duration(D least = D::zero(), D most = std::chrono::duration_cast<D>(kLongestDuration)) {
  Type<std::chrono::nanoseconds> fine = bounded_duration({least, most, D(1)});
  return Type<D>({fine.shapes(), fine.expected(),
                  [fine](const Node& node, Faults& faults) -> std::optional<D> {
                    const auto value = fine.decode(node, faults);
                    if (!value) return std::nullopt;
                    return std::chrono::duration_cast<D>(*value);
                  },
                  [fine](Definitions& definitions) { return fine.schema(definitions); },
                  [](const D& value) { return json_text(duration_text(value)); }});
}

// --- sizes: 65536, 64KiB, 2MiB ---

Type<std::uint64_t> size(std::uint64_t least, std::uint64_t most);

// --- choices ---

// Index of the word that the node spells; tells the nearest right one otherwise.
std::optional<std::size_t> decode_word(const Node& node, const std::vector<std::string>& words,
                                       const std::vector<std::string>& shown, Faults& faults);

// A value listed again under another word makes that word an alias: accepted, not offered.
template <class E>
Type<E> enumeration(std::vector<std::pair<std::string, E>> choices) {
  std::vector<std::string> words, shown;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    words.push_back(choices[i].first);
    const auto before = choices.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find_if(choices.begin(), before,
                     [&](const auto& c) { return c.second == choices[i].second; }) == before)
      shown.push_back(choices[i].first);
  }
  Schema schema;
  schema.set("enum", json_texts(words));
  return Type<E>({shape(Kind::string), "one of " + listed(shown),
                  [choices, words, shown](const Node& node, Faults& faults) -> std::optional<E> {
                    const auto index = decode_word(node, words, shown, faults);
                    if (!index) return std::nullopt;
                    return choices[*index].second;
                  },
                  [schema](Definitions&) { return schema; },
                  [choices](const E& value) {
                    for (const auto& [word, choice] : choices)
                      if (choice == value) return json_text(word);
                    return std::string();
                  }});
}

// --- lists and maps ---

enum class Emptiness : std::uint8_t { allowed, refused };

template <class M>
Type<std::vector<M>> list_of(Type<M> element, Emptiness emptiness = Emptiness::allowed) {
  const std::string expected = "a list of " + element.expected();
  auto decode = [element, emptiness](const Node& node,
                                     Faults& faults) -> std::optional<std::vector<M>> {
    std::vector<M> out;
    bool is_good = true;
    for (const Node child : node.children()) {
      std::optional<M> value = element.decode(child, faults);
      if (value) out.push_back(std::move(*value));
      is_good = is_good && value.has_value();
    }
    if (out.empty() && is_good && emptiness == Emptiness::refused) {
      faults.add(node, "found an empty list; expected at least one element");
      return std::nullopt;
    }
    if (!is_good) return std::nullopt;
    return out;
  };
  auto schema = [element, emptiness](Definitions& definitions) {
    Schema out = Schema::of_type("array");
    out.set("items", element.schema(definitions));
    if (emptiness == Emptiness::refused) out.set("minItems", "1");
    return out;
  };
  return Type<std::vector<M>>({shape(Kind::list), expected, std::move(decode), std::move(schema)});
}

// In the order of the file.
template <class M>
Type<std::vector<std::pair<std::string, M>>> map_of(Type<M> value_type) {
  using Pairs = std::vector<std::pair<std::string, M>>;
  const std::string expected = "a map of " + value_type.expected();
  auto decode = [value_type](const Node& node, Faults& faults) -> std::optional<Pairs> {
    Pairs out;
    bool is_good = true;
    for (const Node child : node.children()) {
      std::optional<M> value = value_type.decode(child, faults);
      if (value) out.emplace_back(child.key(), std::move(*value));
      is_good = is_good && value.has_value();
    }
    if (!is_good) return std::nullopt;
    return out;
  };
  auto schema = [value_type](Definitions& definitions) {
    Schema out = Schema::of_type("object");
    out.set("additionalProperties", value_type.schema(definitions));
    return out;
  };
  return Type<Pairs>({shape(Kind::map), expected, std::move(decode), std::move(schema)});
}

// --- unions ---

// The first alternative that takes the node's kind decodes it.
template <class M>
Type<M> one_of(std::vector<Type<M>> alternatives) {
  Shapes shapes = 0;
  std::string expected;
  for (const Type<M>& alternative : alternatives) {
    shapes |= alternative.shapes();
    if (!expected.empty()) expected += " or ";
    expected += alternative.expected();
  }
  auto decode = [alternatives](const Node& node, Faults& faults) {
    const auto is_exact = [&](const Type<M>& type) {
      return (type.shapes() & shape(node.kind())) != 0;
    };
    auto chosen = std::ranges::find_if(alternatives, is_exact);
    const auto is_near = [&](const Type<M>& type) { return has_shape(node, type.shapes()); };
    if (chosen == alternatives.end()) chosen = std::ranges::find_if(alternatives, is_near);
    return chosen->decode(node, faults);
  };
  auto schema = [alternatives](Definitions& definitions) {
    std::vector<Schema> schemas;
    for (const Type<M>& alternative : alternatives)
      schemas.push_back(alternative.schema(definitions));
    return Schema::any_of(schemas);
  };
  return Type<M>({shapes, expected, std::move(decode), std::move(schema)});
}

// Two forms of a map, told apart by whether it has a key.
template <class M>
Type<M> by_key(std::string key, Type<M> with, Type<M> without) {
  auto decode = [key, with, without](const Node& node, Faults& faults) {
    return node.find(key) ? with.decode(node, faults) : without.decode(node, faults);
  };
  auto schema = [with, without](Definitions& definitions) {
    return Schema::any_of({without.schema(definitions), with.schema(definitions)});
  };
  return Type<M>({shape(Kind::map), without.expected(), std::move(decode), std::move(schema)});
}

// `gateways: a` and `gateways: [a, b]`.
template <class M>
Type<std::vector<M>> one_or_many(Type<M> element) {
  const auto single = element.template then<std::vector<M>>([](M value, const Node&, Faults&) {
    std::vector<M> out;
    out.push_back(std::move(value));
    return std::optional(std::move(out));
  });
  return one_of<std::vector<M>>({single, list_of(element)});
}

}  // namespace jg::config
