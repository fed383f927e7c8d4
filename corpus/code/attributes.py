# Code objects: their attributes, tables, equality, replace and CodeType.


def attempt(f, *args, **kwargs):
    try:
        print("  =", f(*args, **kwargs))
    except BaseException as e:
        print("  !", type(e).__name__, e)


def sample(a, /, b, c=1, *rest, d, e=2, **more):
    """Documented."""
    captured = a
    items = [x for x in rest]

    def inner():
        return captured, b

    try:
        import nothing_of_that_name
    except ImportError:
        pass
    return inner, items


co = sample.__code__
print(co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_nlocals, co.co_flags)
print(sorted(co.co_varnames), co.co_cellvars, co.co_freevars, co.co_names)
print(co.co_name, co.co_qualname, co.co_firstlineno, co.co_consts[0])
inner = sample(1, 2, d=3)[0].__code__
print(inner.co_qualname, inner.co_freevars, inner.co_flags & 0x10, inner.co_consts[0])
print((lambda: 5).__code__.co_consts, (lambda: 5).__code__.co_qualname)
print([n for n in dir(co) if not n.startswith("__")])
print(repr(co).startswith("<code object sample at 0x"))

# Offsets count bytes of co_code; positions are by code unit.
lines = list(co.co_lines())
print(lines[0][0], lines[-1][1] == len(co.co_code), all(a[1] == b[0] for a, b in zip(lines, lines[1:])))
positions = list(co.co_positions())
print(len(positions) == len(co.co_code) // 2, all(len(p) == 4 for p in positions))
lines_seen = sorted({l - co.co_firstlineno for _, _, l in lines if l})
print(lines_seen[0] >= 0, 2 in lines_seen, 3 in lines_seen, 11 in lines_seen)
print(type(co.co_code), type(co.co_linetable), type(co.co_exceptiontable), len(co.co_exceptiontable) > 0)
print(co._varname_from_oparg(0), co._varname_from_oparg(1))
attempt(co._varname_from_oparg, 99)

print("replace")
print(co.replace() == co, hash(co.replace()) == hash(co), co.replace() is co)
for change in (
    {"co_name": "other"}, {"co_firstlineno": 99}, {"co_filename": "f"}, {"co_qualname": "q"},
    {"co_flags": co.co_flags | 0x100}, {"co_consts": co.co_consts}, {"co_argcount": 2},
):
    new = co.replace(**change)
    print(change.keys() if "co_consts" in change else change, new == co)
new = co.replace(co_name="renamed", co_qualname="quite.renamed", co_filename="elsewhere", co_firstlineno=1000)
print(new.co_name, new.co_qualname, new.co_filename, new.co_firstlineno)
print(sorted({l for _, _, l in new.co_lines() if l})[0] >= 1000)
attempt(co.replace, 1)
attempt(co.replace, nothing=1)
attempt(co.replace, co_flags="x")
attempt(co.replace, co_argcount=-1)
attempt(co.replace, co_nlocals=99)
attempt(co.replace, co_consts=[])
attempt(co.replace, co_names=(1,))
attempt(co.replace, co_name=5)
attempt(co.replace, co_code="text")
attempt(co.replace, co_code=b"odd")
attempt(co.replace, co_varnames=("a",))
attempt(co.replace, co_argcount=50)
attempt(co.replace, co_linetable=3)
attempt(setattr, co, "co_name", "x")
attempt(delattr, co, "co_flags")


def add(a, b=10):
    return a + b * 2 + 5


FunctionType = type(add)
code = add.__code__.replace(co_consts=tuple(7 if c == 5 else c for c in add.__code__.co_consts))
print(FunctionType(code, {}, None, (1,))(1), add(1))
text = add.__code__.replace(co_consts=tuple("s" if c == 5 else c for c in add.__code__.co_consts))
attempt(FunctionType(text, {}), 1, 2)
marker = object()


def gives():
    return "constant"


foreign = gives.__code__.replace(co_consts=tuple(marker if c == "constant" else c for c in gives.__code__.co_consts))
print(FunctionType(foreign, {})() is marker, foreign == gives.__code__, foreign == foreign.replace())
renamed = add.__code__.replace(co_varnames=("x", "y"))
print(FunctionType(renamed, {})(y=1, x=2), renamed.co_varnames)
attempt(FunctionType(renamed, {}), a=1)


def uses_names():
    return first(second)


swapped = uses_names.__code__.replace(co_names=("second", "first"))
print(FunctionType(swapped, {"first": 3, "second": lambda v: v + 1})())
keyword_only = add.__code__.replace(co_argcount=1, co_kwonlyargcount=1)
attempt(FunctionType(keyword_only, {}), 1, 2)
attempt(FunctionType(keyword_only, {}), 1, b=2)

print("CodeType")
CodeType = type(co)
names = (
    "argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name "
    "qualname firstlineno linetable exceptiontable freevars cellvars"
).split()
args = [getattr(add.__code__, "co_" + n) for n in names]
made = CodeType(*args)
print(made == add.__code__, FunctionType(made, {})(1, 2))
print(CodeType(*args[:16]) == made)
attempt(CodeType)
attempt(CodeType, *args, 1)
attempt(CodeType, *args[:16], 5)
for i in (0, 5, 6, 7, 10, 13, 14):
    attempt(CodeType, *args[:i], None, *args[i + 1 :])
attempt(CodeType, -1, *args[1:])

print("equality")


def one():
    return 1


def two():
    return 1


first, second = (compile("x = 1\ny = 'a', 2.5", "f%d" % i, "exec") for i in range(2))
print(first == second, hash(first) == hash(second), first != second, one.__code__ == two.__code__)
print(compile("1", "f", "eval") == compile("1.0", "f", "eval"), compile("True", "f", "eval") == compile("1", "f", "eval"))
print(first == 5, first.__eq__(5), {first: 1}[second])
attempt(lambda: first < second)


def spam():
    yield 1


async def ham():
    pass


async def eggs():
    yield


for f in (spam, ham, eggs, add, sample, lambda *a, **k: 0):
    print(f.__name__, hex(f.__code__.co_flags))
print(hex(compile("x", "f", "exec").co_flags), hex(compile("x", "f", "eval").co_flags))
