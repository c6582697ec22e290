#include <array>
#include <string>

#include "cel/functions/groups.h"
#include "cel/time.h"
#include "cel/zone.h"

namespace jg::cel::functions {
namespace {

class PreparedZone final : public Prepared {
 public:
  explicit PreparedZone(Zone zone) : zone_(std::move(zone)) {}
  const Zone& zone() const { return zone_; }

 private:
  Zone zone_;
};

// A zone's name is looked up while compiling, never while a request waits; offsets may be computed.
Preparation prepare_zone(ConstantArgs args) {
  if (args.size() < 2 || args[1] == nullptr || !args[1]->is(Kind::string)) return nullptr;
  if (time::parse_offset(args[1]->as_text())) return nullptr;
  auto zone = Zone::load(args[1]->as_text());
  if (!zone)
    return std::unexpected("there is no time zone '" + std::string(args[1]->as_text()) + "'");
  return std::make_unique<const PreparedZone>(std::move(*zone));
}

std::optional<std::int64_t> offset_of(const Call& call, std::int64_t at) {
  if (call.args.size() < 2) return 0;
  if (call.prepared != nullptr)
    return static_cast<const PreparedZone*>(call.prepared)->zone().offset_at(at);
  if (!call.args[1].is(Kind::string)) return std::nullopt;
  return time::parse_offset(call.args[1].as_text());
}

Value bad_zone() {
  return invalid("a time zone is an offset such as \"+01:00\", or a constant name");
}

// One part of a timestamp's calendar, in UTC or the zone given.
template <std::int64_t (*Part)(const time::Civil&)>
Value part(const Call& call) {
  if (!call.args[0].is(Kind::timestamp)) return no_overload();
  const std::int64_t at = call.args[0].as_timestamp().seconds;
  const auto offset = offset_of(call, at);
  if (!offset) return bad_zone();
  return Value::integer(Part(time::civil_of(at + *offset)));
}

// The same for a timestamp; of a duration the whole of it in this unit.
template <std::int64_t (*Part)(const time::Civil&), std::int64_t Nanos>
Value part_or_whole(const Call& call) {
  if (!call.args[0].is(Kind::duration)) return part<Part>(call);
  return call.args.size() == 1 ? Value::integer(call.args[0].as_duration() / Nanos) : no_overload();
}

// The same in all zones; what is given for one must be one all the same.
Value milliseconds(const Call& call) {
  const Value v = call.args[0];
  if (v.is(Kind::duration) && call.args.size() == 1)
    return Value::integer(v.as_duration() % time::kNanosPerSecond / 1'000'000);
  if (!v.is(Kind::timestamp)) return no_overload();
  if (!offset_of(call, v.as_timestamp().seconds)) return bad_zone();
  return Value::integer(v.as_timestamp().nanos / 1'000'000);
}

std::int64_t year(const time::Civil& c) { return c.year; }
std::int64_t month(const time::Civil& c) { return c.month - 1; }
std::int64_t date(const time::Civil& c) { return c.day; }
std::int64_t day_of_month(const time::Civil& c) { return c.day - 1; }
std::int64_t day_of_week(const time::Civil& c) { return c.day_of_week; }
std::int64_t day_of_year(const time::Civil& c) { return c.day_of_year; }
std::int64_t hours(const time::Civil& c) { return c.hours; }
std::int64_t minutes(const time::Civil& c) { return c.minutes; }
std::int64_t seconds(const time::Civil& c) { return c.seconds; }

constexpr auto kTable = std::to_array<Function>({
    {.name = "getFullYear",
     .style = Style::method,
     .signature = "timestamp, string? -> int",
     .says = "The year; in UTC, or the zone named: an offset such as `+01:00`, or a constant name",
     .body = part<year>,
     .prepare = prepare_zone},
    {.name = "getMonth",
     .style = Style::method,
     .signature = "timestamp, string? -> int",
     .says = "The month, from 0",
     .body = part<month>,
     .prepare = prepare_zone},
    {.name = "getDate",
     .style = Style::method,
     .signature = "timestamp, string? -> int",
     .says = "The day of the month, from 1",
     .body = part<date>,
     .prepare = prepare_zone},
    {.name = "getDayOfMonth",
     .style = Style::method,
     .signature = "timestamp, string? -> int",
     .says = "The day of the month, from 0",
     .body = part<day_of_month>,
     .prepare = prepare_zone},
    {.name = "getDayOfWeek",
     .style = Style::method,
     .signature = "timestamp, string? -> int",
     .says = "The day of the week, Sunday is 0",
     .body = part<day_of_week>,
     .prepare = prepare_zone},
    {.name = "getDayOfYear",
     .style = Style::method,
     .signature = "timestamp, string? -> int",
     .says = "The day of the year, from 0",
     .body = part<day_of_year>,
     .prepare = prepare_zone},
    {.name = "getHours",
     .style = Style::method,
     .signature = "timestamp|duration, string? -> int",
     .says = "The hour; of a duration all its hours",
     .body = part_or_whole<hours, 3600 * time::kNanosPerSecond>,
     .prepare = prepare_zone},
    {.name = "getMinutes",
     .style = Style::method,
     .signature = "timestamp|duration, string? -> int",
     .says = "The minute; of a duration all its minutes",
     .body = part_or_whole<minutes, 60 * time::kNanosPerSecond>,
     .prepare = prepare_zone},
    {.name = "getSeconds",
     .style = Style::method,
     .signature = "timestamp|duration, string? -> int",
     .says = "The second; of a duration all its seconds",
     .body = part_or_whole<seconds, time::kNanosPerSecond>,
     .prepare = prepare_zone},
    {.name = "getMilliseconds",
     .style = Style::method,
     .signature = "timestamp|duration, string? -> int",
     .says = "The milliseconds within the second",
     .body = milliseconds,
     .prepare = prepare_zone},
});

}  // namespace

Group times() { return {"Time", kTable}; }

}  // namespace jg::cel::functions
