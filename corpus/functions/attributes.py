# Introspection of functions, methods, lambdas and builtins.
def f(a, b=1, *c, d, **e):
    "docstring"
    x = 1
    y = lambda: x
    return y


class C:
    def m(self):
        return self

    @classmethod
    def cm(cls):
        return cls

    @staticmethod
    def sm():
        return "static"


c = C()
code = f.__code__
print(code.co_name, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_varnames, code.co_cellvars, code.co_freevars, code.co_nlocals, code.co_firstlineno, bool(code.co_flags & 4), bool(code.co_flags & 8), bool(code.co_flags & 32), code.co_qualname)
print(f(1, d=2).__qualname__, f(1, d=2).__name__, f(1, d=2).__closure__[0].cell_contents, f.__closure__, f.__doc__, (lambda: 0).__qualname__)
print(C.m.__qualname__, c.m.__func__ is C.m, c.m.__self__ is c, c.m.__name__, c.m == c.m, c.m is c.m, c.m() is c, C.m(5), hash(c.m) == hash(c.m), C.cm.__self__ is C, c.cm() is C, C.sm(), c.sm(), C.cm.__func__.__name__, C().m == c.m)
print(len.__name__, len.__self__.__name__, "".join.__name__, "".join.__self__ == "", str.join.__name__, str.join.__qualname__, str.join.__objclass__.__name__, [].append.__qualname__, len.__module__, dict.fromkeys.__qualname__, int.__add__.__name__)
print(type(f).__name__, type(c.m).__name__, type(len).__name__, type(str.join).__name__, type("".join).__name__, type(int.__add__).__name__, type((1).__add__).__name__, type(C.__dict__["cm"]).__name__, type(C.__dict__["sm"]).__name__, type(code).__name__, type(f(1, d=2).__closure__[0]).__name__, type(dict.__dict__["fromkeys"]).__name__)
print(callable(f), callable(C), callable(c), callable(c.m), callable(1), callable(len), callable(C.__dict__["sm"]), callable(C.__dict__["cm"]))
c.m.__func__.tag = "t"
print(c.m.tag, C.m.tag)
for fn in [lambda: setattr(c.m, "tag", 1), lambda: c.m.nosuch, lambda: C.m(), lambda: c.m(1), lambda: C.sm(1), lambda: c.cm(1), lambda: len.x, lambda: setattr(len, "x", 1), lambda: C.nosuch, lambda: c.nosuch, lambda: str.join(), lambda: str.join(1, []), lambda: [].append.__get__(1), lambda: "".join.__call__(), lambda: len.__call__(5), lambda: type(f)(), lambda: type(f)(5, {}), lambda: type(c.m)(1, 2), lambda: f.__get__(5).__self__,
           lambda: f.__get__(None, int) is f, lambda: f.__get__(None), lambda: type(c.m)(f, None), lambda: type(c.m)(f, 3)(d=4).__name__, lambda: type(f)(code, {}, "new").__name__, lambda: int.__add__(1, 2), lambda: int.__add__("a", 1), lambda: int.__add__(), lambda: (1).__add__(), lambda: (1).__add__(1, 2), lambda: len(), lambda: len(1, 2), lambda: len(x=1), lambda: abs(), lambda: print(x=1), lambda: isinstance(1), lambda: C(1), lambda: C(x=1), lambda: object(1), lambda: int.from_bytes(), lambda: "a".upper(x=1), lambda: "a".split(1, 2, 3)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
print([n for n in dir(f) if not n.startswith("__")], "__call__" in dir(f), f.__builtins__["len"] is len if isinstance(f.__builtins__, dict) else True, f.__globals__ is globals(), f.__type_params__)
