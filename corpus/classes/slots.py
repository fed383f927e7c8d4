# __slots__: layout, inheritance, conflicts, errors.
class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = P(1, 2)
print(p.x, p.y, P.__slots__, hasattr(p, "__dict__"), type(P.x).__name__, P.x.__name__, P.x.__get__(p), P.x.__get__(None, P) is P.x)


class Child(P):
    pass


class Slim(P):
    __slots__ = ["z"]


class Str:
    __slots__ = "only"


class WithDict:
    __slots__ = ("a", "__dict__")


class Empty:
    __slots__ = ()


class Priv:
    __slots__ = ("__p",)

    def __init__(self):
        self.__p = 1


c, s, w, st = Child(1, 2), Slim(3, 4), WithDict(), Str()
c.extra = 5
s.z = 6
w.a, w.b = 1, 2
st.only = "o"
print(vars(c), c.x, s.x, s.z, w.__dict__, st.only, Priv()._Priv__p, isinstance(Empty(), Empty))
P.x.__set__(p, "via descriptor")
print(p.x)
del p.x
for fn in [lambda: p.x, lambda: delattr(p, "x"), lambda: setattr(p, "q", 1), lambda: p.q, lambda: vars(p), lambda: setattr(s, "q", 1), lambda: setattr(Empty(), "a", 1), lambda: P.x.__get__(5), lambda: P.x.__set__(c, 1), lambda: P.y.__delete__(p), lambda: p.y, lambda: P.x.__get__(), lambda: s.z, lambda: Slim.z.__get__(p), lambda: setattr(st, "__dict__", {}), lambda: setattr(p, "__class__", Slim), lambda: Str().only]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
for body in ["__slots__ = ('a b',)", "__slots__ = (1,)", "__slots__ = 5", "__slots__ = ('a', 'a')", "__slots__ = ('a',); a = 1", "__slots__ = ('__dict__', '__dict__')", "__slots__ = ('__weakref__',)", "__slots__ = iter(['a'])", "__slots__ = {'a': 'doc'}", "__slots__ = ''", "__slots__ = ('é',)", "__slots__ = None"]:
    try:
        ns = {}
        exec(f"class T: {body}", ns)
        print(body, "ok", [n for n in vars(ns["T"]) if not n.startswith("__")])
    except Exception as e:
        print(body, "!", type(e).__name__, e)
for bases, slots in [("int", "('a',)"), ("tuple", "('a',)"), ("tuple", "()"), ("str", "('q',)"), ("bytes", "('q',)"), ("P, Str", "()"), ("P, Empty", "('k',)"), ("list", "('a',)"), ("dict", "()"), ("type", "('a',)"), ("Exception", "('a',)"), ("P, Slim", "()"), ("Slim, P", "()")]:
    try:
        exec(f"class T({bases}): __slots__ = {slots}")
        print(bases, slots, "ok")
    except TypeError as e:
        print(bases, slots, "!", e)


class L(list):
    __slots__ = ("tag",)


l = L([1, 2])
l.tag = "t"
print(l, l.tag, len(l), l + [3], type(l * 1).__name__)
try:
    l.other = 1
except AttributeError as e:
    print(e)
