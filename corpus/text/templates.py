"""[slow] string.Template, Formatter and the rest of string; json through its scanner."""
import json
import string

t = string.Template("$who likes ${what} for $$5 $missing")
print(t.safe_substitute(who="tim", what="kung pao"), t.get_identifiers(), t.is_valid())
for template, names in (("$a$b", {"a": 1}), ("$", {}), ("a\nb $ c", {}), ("${a", {"a": 1}), ("$1", {}), ("$é", {"é": 2}), ("$A ${B}x", {"A": 1, "B": [2]})):
    try:
        print(string.Template(template).substitute(names))
    except (KeyError, ValueError) as e:
        print(template, type(e).__name__, e)
class Percent(string.Template):
    delimiter = "%"
    idpattern = "[a-z]+_[a-z]+"
print(Percent("%% %with_under %notunder").safe_substitute(with_under="replaced"), Percent.pattern.pattern.strip()[:20])
print(string.capwords("hello  wORLD-x"), string.capwords("a-b-c", "-"), string.ascii_letters, string.digits, string.hexdigits, len(string.printable), repr(string.whitespace))
f = string.Formatter()
print(f.format("{0} {a!r:>5} {b[0].real} {}".replace("{}", "{1}"), 1, 2, a="x", b=[3]), list(f.parse("a{b!r:{c}}d{{")))
for text in ('{"a": [1, 2.5, -3e2, true, false, null, "x\\u00e9\\n"], "b": {}}', "[]", '"\\ud83d\\ude00"', " 1 ", "NaN", "-Infinity", "[1,]", "{", '{"a" 1}', '"\t"', "[1 2]", "nul", '"abc', "", "1.5.2", '{"a":1,}', "'a'", '"\\x"'):
    try:
        print(repr(text), ascii(json.loads(text)))
    except json.JSONDecodeError as e:
        print(repr(text), e, e.pos, e.lineno, e.colno)
value = {"k": [1, 2.5, None, True, "é\"\\\n\x00\U0001f600"], "n": {"x": ()}, 3: 4, None: 5}
print(json.dumps(value), json.dumps(value, ensure_ascii=False, indent=2, separators=(",", ": ")), json.dumps({"b": 1, "a": 2}, sort_keys=True))
print(json.loads("[1.5, 2]", parse_float=str, parse_int=lambda s: s + "!"), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d)), json.loads('{"a":1,"a":2}', object_pairs_hook=list))
for bad in (object(), {(1,): 2}, float("nan"), {1, 2}):
    try:
        print(json.dumps(bad, allow_nan=False))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, str(e)[:60])
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as e:
    print(e)
print(json.JSONEncoder(default=str).encode({"s": {1}}), "".join(json.JSONEncoder().iterencode([1, {"a": 2}])), json.JSONDecoder().raw_decode("[1] tail"))
