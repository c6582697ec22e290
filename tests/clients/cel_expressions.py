"""Expressions of CEL by chance: mostly of fitting types, sometimes not; the same ones for the same seed."""

import random

# Typed values, as `jotgate-vectors cel` reads them.
VARIABLES = {
    "i": {"int": "7"},
    "n": {"int": "-3"},
    "u": {"uint": "5"},
    "d": {"double": 2.5},
    "s": {"string": "héllo wörld"},
    "e": {"string": ""},
    "by": {"bytes": "aMOpAA=="},
    "t": {"bool": True},
    "z": {"null": None},
    "l": {"list": [{"int": "1"}, {"int": "2"}, {"int": "3"}]},
    "ls": {"list": [{"string": "a"}, {"string": "bb"}, {"string": ""}]},
    "lm": {"list": [{"int": "1"}, {"string": "a"}, {"double": 1.0}, {"null": None}]},
    "m": {"map": [[{"string": "a"}, {"int": "1"}], [{"string": "b"}, {"string": "x"}]]},
    "mi": {"map": [[{"int": "1"}, {"string": "one"}], [{"bool": True}, {"string": "yes"}]]},
    "ts": {"timestamp": {"seconds": "1767323045", "nanos": 121000000}},
    "du": {"duration": {"seconds": "5400", "nanos": 517000000}},
}
LITERALS = {
    "int": ["0", "1", "-1", "2", "42", "9223372036854775807", "-9223372036854775808", "0x1f"],
    "uint": ["0u", "1u", "7u", "18446744073709551615u"],
    "double": ["1.0", "-1.5", "2.5", "1e3", "1e308", "0.1"],
    "string": ["''", "'a'", "'b'", "'abc'", "'héé'", "'A B'", "'1'", "'-7'", "'1.5'", "'true'", "'\\n'", "'ňx'", '"q\\"q"'],
    "bytes": ["b''", "b'a'", "b'\\xff'", "b'abc'"],
    "bool": ["true", "false"],
    "null": ["null"],
    "list": ["[]", "[1, 2, 3]", "['a', 'b']", "[1, 1.0, 1u]", "[null]", "[[1], [2]]", "[true, false]"],
    "map": ["{}", "{'a': 1}", "{1: 'x', 2: 'y'}", "{'a': {'b': 2}}", "{true: 1}", "{1u: 2}"],
    "timestamp": ["timestamp('2026-01-02T03:04:05Z')", "timestamp('1969-12-31T23:59:59.511Z')", "timestamp(0)",
                  "timestamp('2024-02-29T12:00:00+05:30')"],
    "duration": ["duration('1h30m')", "duration('-1.533s')", "duration('0s')", "duration('17ms')"],
    "type": ["int", "string", "double", "bool", "list", "map", "null_type", "type"],
}
OF_TYPE = {"int": ["i", "n"], "uint": ["u"], "double": ["d"], "string": ["s", "e"], "bytes": ["by"], "bool": ["t"], "null": ["z"],
           "list": ["l", "ls", "lm"], "map": ["m", "mi"], "timestamp": ["ts"], "duration": ["du"], "type": []}
TYPES = list(LITERALS)
# Holes that have texts of their own, because the peer is JavaScript: '' is 0, 'x' is NaN and a number milliseconds; a text
# is cut with its rest thrown away, '' is found between characters that are lost, counting to -1 or 2^63 does not end; a
# fraction of seconds has three digits, and the first hour of a day in a named zone is the next day's. (For the same reason
# no text has a character beyond the 16 bits of UTF-16, and no double is -0.)
CHOICES = {
    "pattern": ["'a'", "'^a.*'", "'[b-d]+$'", "'l{2}'", "'(x|h)'", "'\\\\d'", "''", "'é'"],
    "zone": ["", "", "'+05:30'", "'-08:00'"],
    "few": ["-1", "0"],
    "count": ["0", "1", "2", "3"],
    "piece": ["'l'", "'a'", "'é'", "' '", "s", "'zz'"],
    "whole": ["'1'", "'-7'", "'0'", "'9223372036854775807'", "'99999999999999999999'", "'x'", "'1.5'"],
    "decimal": ["'1'", "'-7.25'", "'1e3'", "'0.1'"],
    "moment": ["'2026-01-02T03:04:05Z'", "'2026-01-02T03:04:05.123-07:00'", "'2026-13-02T03:04:05Z'", "'x'", "ts"],
    "span": ["'1h30m'", "'-5s'", "'90m'", "'1.511s'", "'x'", "du"],
    "clock": ["ts", "du", "timestamp('2026-01-02T03:04:05.123-07:00')", "duration('-1.533s')", "duration('1h30m')"],
    "truth": ["'true'", "'false'", "'t'", "'1'", "'yes'", "t"],
}

# What gives a type: {type} is an expression of that type, {?} of any.
FORMS = {
    "int": ["{int} + {int}", "{int} - {int}", "{int} * {int}", "{int} / {int}", "{int} % {int}", "-{int}", "size({string})",
            "size({list})", "{map}.size()", "size({bytes})", "int({double})", "int({uint})", "int({whole})", "int({timestamp})",
            "{string}.indexOf({string})", "{string}.lastIndexOf({string})", "{timestamp}.getFullYear({zone})",
            "{timestamp}.getMonth({zone})", "{timestamp}.getDate({zone})", "{timestamp}.getDayOfMonth({zone})",
            "{timestamp}.getDayOfWeek({zone})", "{timestamp}.getDayOfYear({zone})", "{timestamp}.getHours({zone})",
            "{timestamp}.getMinutes({zone})", "{timestamp}.getSeconds({zone})", "{timestamp}.getMilliseconds({zone})",
            "{duration}.getHours()", "{duration}.getMinutes()", "{duration}.getSeconds()", "{duration}.getMilliseconds()",
            "{list}[{int}]", "m.a"],
    "uint": ["{uint} + {uint}", "{uint} - {uint}", "{uint} * {uint}", "{uint} / {uint}", "{uint} % {uint}", "uint({int})",
             "uint({double})", "uint({whole})"],
    "double": ["{double} + {double}", "{double} - {double}", "{double} * {double}", "{double} / {double}", "-{double}",
               "double({int})", "double({uint})", "double({decimal})"],
    "string": ["{string} + {string}", "string({int})", "string({uint})", "string({double})", "string({bool})", "string({bytes})",
               "string({clock})", "{string}.charAt({int})", "{string}.lowerAscii()", "{string}.upperAscii()",
               "{string}.trim()", "{string}.replace({piece}, {string})", "{string}.replace({piece}, {string}, {count})",
               "{string}.substring({int})", "{string}.substring({int}, {int})", "{list}.join()", "{list}.join({string})", "m['b']",
               "{map}[{?}]", "ls[{int}]"],
    "bytes": ["{bytes} + {bytes}", "bytes({string})"],
    "bool": ["{bool} && {bool}", "{bool} || {bool}", "!{bool}", "{?} == {?}", "{?} != {?}", "{num} < {num}", "{num} <= {num}",
             "{num} > {num}", "{num} == {num}", "{string} < {string}", "{bytes} >= {bytes}", "{timestamp} < {timestamp}",
             "{duration} >= {duration}", "{bool} < {bool}", "{?} in {list}", "{?} in {map}", "{string}.contains({string})",
             "{string}.startsWith({string})", "{string}.endsWith({string})", "{string}.matches({pattern})", "has(m.a)", "has(m.zz)",
             "{list}.all({x}, {bool})", "{list}.exists({x}, {bool})", "{list}.exists_one({x}, {bool})", "{map}.all({x}, {bool})",
             "{map}.exists({x}, {bool})", "type({?}) == {type}", "{list} == {list}", "{map} == {map}", "bool({truth})"],
    "null": [],
    "list": ["{list} + {list}", "[{?}, {?}]", "{list}.map({x}, {?})", "{list}.map({x}, {bool}, {?})", "{list}.filter({x}, {bool})",
             "{map}.map({x}, {?})", "{string}.split({string})", "{string}.split({piece}, {few})", "[{?}]"],
    "map": ["{{'k': {?}}}", "{{{key}: {?}, {key}: {?}}}"],
    "timestamp": ["{timestamp} + {duration}", "{timestamp} - {duration}", "{duration} + {timestamp}", "timestamp({moment})"],
    "duration": ["{duration} + {duration}", "{duration} - {duration}", "{timestamp} - {timestamp}", "duration({span})"],
    "type": ["type({?})"],
}


class Expressions:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.bound = []

    def one(self):
        self.bound = []
        return self.expression(self.random.choice(TYPES), self.random.randint(1, 4))

    def expression(self, wanted, depth):
        if self.random.random() < 0.03:
            wanted = self.random.choice(TYPES)  # of a type that does not fit
        if depth <= 0 or not FORMS[wanted] or self.random.random() < 0.15:
            return self.leaf(wanted)
        if self.random.random() < 0.08:
            return f"({self.expression('bool', depth - 1)} ? {self.expression(wanted, depth - 1)} : {self.expression(wanted, depth - 1)})"
        return self.filled(self.random.choice(FORMS[wanted]), depth - 1)

    def leaf(self, wanted):
        if self.bound and self.random.random() < 0.35:
            return self.random.choice(self.bound)
        names = OF_TYPE[wanted]
        if names and self.random.random() < 0.4:
            return self.random.choice(names)
        return self.random.choice(LITERALS[wanted])

    def filled(self, form, depth):
        out, bound = "", 0
        while form:
            if form.startswith(("{{", "}}")):
                out, form = out + form[0], form[2:]
            elif form[0] == "{":
                hole, _, form = form[1:].partition("}")
                if hole == "x":
                    self.bound.append(f"x{len(self.bound)}")
                    bound += 1
                out += self.hole(hole, depth)
            else:
                out, form = out + form[0], form[1:]
        if bound:
            del self.bound[-bound:]
        return f"({out})"

    def hole(self, hole, depth):
        if hole == "x":
            return self.bound[-1]
        if hole == "?":
            return self.expression(self.random.choice(TYPES), depth)
        if hole == "num":
            return self.expression(self.random.choice(["int", "uint", "double"]), depth)
        if hole == "key":
            return self.leaf(self.random.choice(["int", "string", "bool", "uint"]))
        if hole in CHOICES:
            return self.random.choice(CHOICES[hole])
        return self.expression(hole, depth)
