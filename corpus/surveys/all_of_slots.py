# __slots__: what they allow and refuse.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
class S: __slots__ = ("a", "__b", "c")
s = S(); s.a = 1; print(S.__slots__, S.a, s.a, hasattr(s, "__dict__"), sorted(k for k in S.__dict__ if not k.startswith("__")))
for f in (lambda: s.z, lambda: setattr(s, "z", 1), lambda: s.c, lambda: delattr(s, "c"), lambda: s.__dict__, lambda: S.a.__get__(5), lambda: S.a.__set__(s, 9), lambda: S.a.__get__(s), lambda: S.a.__delete__(s), lambda: s.a, lambda: __import__("weakref").ref(s), lambda: S.a.__objclass__, lambda: S.a.__name__, lambda: vars(s), lambda: S._S__b):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
class W: __slots__ = ("__weakref__", "__dict__")
w = W(); w.q = 1; import weakref; print(weakref.ref(w)() is w, w.__dict__)
class D1: __slots__ = {"x": "doc of x"}
print(D1.x.__doc__, D1.__slots__, __import__("inspect").getdoc(D1.x))
class T(S): pass
t = T(); t.z = 1; print(t.__dict__, t.__slots__)
class E(S): __slots__ = ()
try: E().z = 1
except AttributeError as e: print(e)
for src in ("class X(int): __slots__ = 'a',", "class X:\n __slots__ = 'a'\n a = 1", "class X(S, W): __slots__ = ()", "class A1: __slots__ = 'a',\nclass B1: __slots__ = 'b',\nclass C1(A1, B1): pass", "class X: __slots__ = 5", "class X: __slots__ = (5,)", "class X: __slots__ = '__dict__', '__dict__'", "class X(T): __slots__ = '__dict__',"):
    try: exec(src); print("ok", src)
    except Exception as e: print(type(e).__name__, e)
class P: __slots__ = "x",
class Q: __slots__ = "x",
p = P(); p.x = 5; p.__class__ = Q; print(p.x, type(p).__name__)
try: p.__class__ = S
except TypeError as e: print(e)
import copy, pickle
s2 = S(); s2.a = [1]; c = copy.copy(s2); print(c.a is s2.a, copy.deepcopy(s2).a is s2.a, pickle.loads(pickle.dumps(s2)).a)
try: pickle.dumps(s2, 1)
except TypeError as e: print(e)
print(s2.__reduce_ex__(2), s2.__getstate__(), T().__getstate__())
