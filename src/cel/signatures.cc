#include "cel/signatures.h"

#include <algorithm>

namespace jg::cel {
namespace {

constexpr Kinds kBool = kinds(Kind::boolean);
constexpr Kinds kInt = kinds(Kind::integer);
constexpr Kinds kText = kinds(Kind::string);
constexpr Kinds kTextOrBytes = kinds(Kind::string, Kind::bytes);
constexpr Kinds kContainer = kinds(Kind::string, Kind::list, Kind::map);
constexpr Kinds kMoment = kinds(Kind::timestamp);
constexpr Kinds kTime = kinds(Kind::timestamp, Kind::duration);
constexpr Kinds kIp = kinds(Kind::ip);
constexpr Kinds kCidr = kinds(Kind::cidr);
constexpr Kinds kList = kinds(Kind::list);
constexpr Kinds kMap = kinds(Kind::map);

// In the order of their names.
constexpr auto kSignatures = std::to_array<Signature>({
    {"base64.decode", kinds(Kind::bytes), {kText}},
    {"base64.encode", kText, {kTextOrBytes}},
    {"base64Decode", kinds(Kind::bytes), {kText}},
    {"base64Encode", kText, {kTextOrBytes}},
    {"bool", kBool, {kinds(Kind::boolean, Kind::string)}},
    {"bytes", kinds(Kind::bytes), {kTextOrBytes}},
    {"charAt", kText, {kText, kInt}},
    {"cidr", kCidr, {kinds(Kind::string, Kind::cidr)}},
    {"contains", kBool, {kContainer, kAnyKind}},
    {"containsCIDR", kBool, {kCidr, kinds(Kind::string, Kind::cidr)}},
    {"containsIP", kBool, {kCidr, kinds(Kind::string, Kind::ip)}},
    {"double", kinds(Kind::real), {kNumber | kText}},
    {"duration", kinds(Kind::duration), {kinds(Kind::string, Kind::duration)}},
    {"endsWith", kBool, {kText, kText}},
    {"family", kInt, {kIp}},
    {"flatten", kList, {kList}},
    {"getDate", kInt, {kMoment, kText}},
    {"getDayOfMonth", kInt, {kMoment, kText}},
    {"getDayOfWeek", kInt, {kMoment, kText}},
    {"getDayOfYear", kInt, {kMoment, kText}},
    {"getFullYear", kInt, {kMoment, kText}},
    {"getHours", kInt, {kTime, kText}},
    {"getMilliseconds", kInt, {kTime, kText}},
    {"getMinutes", kInt, {kTime, kText}},
    {"getMonth", kInt, {kMoment, kText}},
    {"getSeconds", kInt, {kTime, kText}},
    {"indexOf", kInt, {kText, kText, kInt}},
    {"int", kInt, {kNumber | kText | kMoment}},
    {"ip", kIp, {kinds(Kind::string, Kind::ip, Kind::cidr)}},
    {"isCIDR", kBool},
    {"isGlobalUnicast", kBool, {kIp}},
    {"isIP", kBool},
    {"isLinkLocalMulticast", kBool, {kIp}},
    {"isLinkLocalUnicast", kBool, {kIp}},
    {"isLoopback", kBool, {kIp}},
    {"isUnspecified", kBool, {kIp}},
    {"join", kText, {kList, kText}},
    {"lastIndexOf", kInt, {kText, kText, kInt}},
    {"lowerAscii", kText, {kText}},
    {"masked", kCidr, {kCidr}},
    {"matches", kBool, {kText, kText}},
    {"math.abs", kNumber, {kNumber}},
    {"md5.encode", kText, {kTextOrBytes}},
    {"merge", kMap, {kMap, kMap}},
    {"prefixLength", kInt, {kCidr}},
    {"random", kinds(Kind::real)},
    {"regexReplace", kText, {kText, kText, kText}},
    {"replace", kText, {kText, kText, kText}},
    {"sha1.encode", kText, {kTextOrBytes}},
    {"sha256.encode", kText, {kTextOrBytes}},
    {"size", kInt, {kContainer | kinds(Kind::bytes)}},
    {"split", kList, {kText, kText, kInt}, kText},
    {"startsWith", kBool, {kText, kText}},
    {"string", kText},
    {"stripPrefix", kText, {kText, kText}},
    {"stripSuffix", kText, {kText, kText}},
    {"substring", kText, {kText, kInt, kInt}},
    {"timestamp", kMoment, {kinds(Kind::string, Kind::timestamp, Kind::integer)}},
    {"toJson", kText},
    {"to_json", kText},
    {"trim", kText, {kText}},
    {"type", kinds(Kind::type)},
    {"uint", kinds(Kind::unsigned_integer), {kNumber | kText}},
    {"upperAscii", kText, {kText}},
    {"url.decode", kText, {kText}},
    {"url.encode", kText, {kTextOrBytes}},
    {"uuid", kText},
});
static_assert(std::ranges::is_sorted(kSignatures, {}, &Signature::name));

}  // namespace

const Signature& find_signature(std::string_view name) {
  static constexpr Signature kUnknown{{}};
  const auto found = std::ranges::lower_bound(kSignatures, name, {}, &Signature::name);
  return found != kSignatures.end() && found->name == name ? *found : kUnknown;
}

}  // namespace jg::cel
