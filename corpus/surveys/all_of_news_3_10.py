# What came with 3.10.  [slow]
import sys, dataclasses, itertools, bisect, typing, contextlib, inspect, collections, types, statistics
def http(s):
    match s:
        case 400: return "Bad"
        case 401 | 403 as c: return f"auth {c}"
        case str() as x if x.isdigit(): return "digits"
        case {"err": {"code": int(c)}}: return f"c{c}"
        case [("a" | "b") as k, *_]: return f"k{k}"
        case _: return "Other"
print([http(x) for x in (400, 401, "12", {"err": {"code": 5}}, ["b", 1], None)])
print(int | str, isinstance(1, int | str), int | None, list(itertools.pairwise("abc")), (5).bit_count(), bisect.bisect([{"a": 1}, {"a": 3}], 2, key=lambda d: d["a"]), list(zip([1, 2], [3, 4], strict=True)), types.NoneType, types.EllipsisType, types.NotImplementedType, statistics.covariance([1, 2], [3, 4]), statistics.correlation([1, 2, 3], [1, 2, 4]), sys.orig_argv[-1][-8:], len(sys.stdlib_module_names) > 200, {"a": 1}.items().mapping, vars(dataclasses.make_dataclass("D", ["x"], slots=True))["__slots__"])
with (contextlib.nullcontext(1) as a, contextlib.nullcontext(2) as b,): print(a, b)
try: list(zip([1], [2, 3], strict=True))
except ValueError as e: print(e)
for src in ("x = {1: 2, 3}", "print('a' 'b'", "foo(x, z for z in range(10), t, w)", "values = {\n'a': 1\n'b': 2}", "try:\n  x = 2\nsomething = 3", "if rem = 3: pass", "f'{x y}'", "class A\n  pass", "{x,y: 1}", "try: pass\nexcept A, B: pass", "def f(x)\n  return", "for x in range(10)\n  pass", "items = {x, y for x, y in z}", "with open('a') as f, open('b') g: pass", "def foo():\nx = 1", "a = 3 if True"):
    try: compile(src, "<s>", "exec")
    except SyntaxError as e: print(type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
try: collections.namedtoplo
except AttributeError as e: print(e, e.name, e.obj is collections)
schwarz = 1
try: schwarzs
except NameError as e: print(e, e.name)
print(inspect.get_annotations(http), typing.TypeAlias, typing.Concatenate, typing.ParamSpec("P"), typing.TypeGuard[int], typing.is_typeddict(dict))
try: (lambda: aiter(5))()
except TypeError as e: print(e)
def f(): 
    try: return 1
    finally: print("fin")
print(f(), f.__builtins__ is not None, staticmethod(f)(), staticmethod(f).__name__, classmethod(f).__wrapped__ is f)
print(int(3.7), round(2.5), "a" < "b", [] < [1], 1 < 2 < 3, 1 == 1.0 == True, not [], None or "x", 0 and 1, "abc"[::-1], "%.3f" % 2.0, "{:,}".format(1234567), "{0}{1}{0}".format("a", "b"))
