# [slow] Pretty printing, templates, differences.
import collections, difflib, pprint, reprlib, string, types

pprint.pprint(
    {"b": list(range(30)), "a": {"nested": ["x" * 30, "y" * 40], "t": (1,)}, "set": {3, 1, 2}}, width=50
)
print(
    pprint.pformat([1, [2, [3, [4]]]], depth=2),
    pprint.saferepr({1: 2}),
    pprint.isreadable([1]),
    pprint.pformat("word " * 30, width=40),
    pprint.pformat(types.SimpleNamespace(a=1, b="x" * 80)),
    pprint.pformat(collections.OrderedDict(a=1)),
    pprint.pformat(collections.Counter("aab")),
    pprint.pformat({"z": 1, "a": 2}, sort_dicts=False),
    pprint.pformat(1234567, underscore_numbers=True),
)
print(
    string.Template("$a ${b} $$").substitute(a=1, b=2),
    string.Template("$x").safe_substitute(),
    string.capwords("a b  c"),
    string.Formatter().format("{0[k]} {a.real:>4}", {"k": 1}, a=2),
    string.ascii_letters[:3],
)
for f in (
    lambda: string.Template("$x").substitute(),
    lambda: string.Template("$1").substitute(),
    lambda: string.Formatter().format("{}"),
    lambda: string.Formatter().format("{0}{}", 1),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(
    list(difflib.unified_diff(["a\n", "b\n"], ["a\n", "c\n"], "f", "t")),
    difflib.get_close_matches("appel", ["ape", "apple", "peach"]),
    difflib.SequenceMatcher(None, "abcd", "bcde").ratio(),
    list(difflib.ndiff(["a"], ["b"])),
    difflib.SequenceMatcher(None, "qabxcd", "abycdf").get_opcodes(),
)
print(
    reprlib.repr(list(range(100))),
    reprlib.repr("x" * 100),
    reprlib.Repr(maxlist=2, indent=1).repr([1, 2, 3]),
    reprlib.repr({i: i for i in range(9)}),
)
