#include "cel/zone.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "base/ascii.h"

namespace jg::cel {
namespace {

constexpr std::string_view kDatabase = "/usr/share/zoneinfo/";
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLargestFile = 64 * 1024;

// Names only, so that no name leads out of the database.
bool is_zone_name(std::string_view name) {
  const auto fits = [](char c) {
    return ascii::is_alnum(c) || c == '_' || c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && name.size() <= kLongestName && name.front() != '/' &&
         std::all_of(name.begin(), name.end(), fits);
}

// Big-endian numbers off the front; fails for good when bytes run out.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  std::size_t left() const { return bytes_.size(); }
  void skip(std::size_t n) { (void)take(n); }
  std::int64_t number(std::size_t n) {
    std::uint64_t value = 0;
    for (const char c : take(n)) value = value << 8 | static_cast<unsigned char>(c);
    if (n == 4) return static_cast<std::int32_t>(value);
    return static_cast<std::int64_t>(value);
  }
  std::string_view take(std::size_t n) {
    ok_ = ok_ && n <= bytes_.size();
    if (!ok_) return {};
    const std::string_view taken = bytes_.substr(0, n);
    bytes_.remove_prefix(n);
    return taken;
  }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

struct Header {
  std::size_t utc = 0, standard = 0, leaps = 0, times = 0, types = 0, letters = 0;
};

std::optional<Header> read_header(Reader& reader) {
  if (reader.take(4) != "TZif") return std::nullopt;
  reader.skip(16);  // version and reserved bytes
  Header h;
  for (std::size_t* field : {&h.utc, &h.standard, &h.leaps, &h.times, &h.types, &h.letters}) {
    *field = static_cast<std::size_t>(reader.number(4));
    if (*field > kLargestFile) return std::nullopt;
  }
  return reader.ok() ? std::optional(h) : std::nullopt;
}

}  // namespace

std::optional<Zone> Zone::load(std::string_view name) {
  if (!is_zone_name(name)) return std::nullopt;
  std::ifstream file(std::string(kDatabase) + std::string(name), std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes(kLargestFile, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return parse(bytes);
}

std::optional<Zone> Zone::parse(std::string_view tzif) {
  Reader reader(tzif);
  const bool has_second = tzif.size() > 4 && tzif[4] >= '2';
  auto header = read_header(reader);
  if (!header) return std::nullopt;
  std::size_t width = 4;
  if (has_second) {  // the second block repeats the first in 64 bits
    reader.skip(header->times * 5 + header->types * 6 + header->letters + header->leaps * 8 +
                header->standard + header->utc);
    header = read_header(reader);
    if (!header) return std::nullopt;
    width = 8;
  }
  Zone zone;
  for (std::size_t i = 0; i < header->times; ++i)
    zone.changes_.push_back({reader.number(width), 0});
  const std::string_view kinds = reader.take(header->times);
  std::vector<std::int32_t> offsets;
  for (std::size_t i = 0; i < header->types && reader.ok(); ++i) {
    offsets.push_back(static_cast<std::int32_t>(reader.number(4)));
    reader.skip(2);
  }
  if (!reader.ok() || offsets.empty()) return std::nullopt;
  zone.first_offset_ = offsets.front();
  for (std::size_t i = 0; i < header->times; ++i) {
    const auto kind = static_cast<unsigned char>(kinds[i]);
    if (kind >= offsets.size()) return std::nullopt;
    zone.changes_[i].offset = offsets[kind];
  }
  return zone;
}

std::int64_t Zone::offset_at(std::int64_t seconds) const {
  const auto after = std::upper_bound(changes_.begin(), changes_.end(), seconds,
                                      [](std::int64_t at, const Change& c) { return at < c.at; });
  return after == changes_.begin() ? first_offset_ : std::prev(after)->offset;
}

}  // namespace jg::cel
