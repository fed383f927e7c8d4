# [slow] Persistent objects, reducers, buffers, deep data.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


import pickle, pickletools, io, sys, copy, copyreg


def t(f, *a):
    try:
        print(f(*a))
    except Exception as e:
        print(type(e).__module__, type(e).__name__, e)


class A:

    def __init__(self):
        self.x = 1

    def __eq__(self, o):
        return self.__dict__ == o.__dict__


class B:

    def __getstate__(self):
        return {"s": 1}

    def __setstate__(self, s):
        self.got = s


class C:

    def __reduce__(self):
        return (C, (), {"k": 2}, None)


class L(list):
    pass


class Bad:

    def __reduce__(self):
        return 5


class Bad2:

    def __reduce__(self):
        return (1, 2)


class Bad3:

    def __reduce__(self):
        return (list,)


class Slot:
    __slots__ = ("a", "b")


class P(pickle.Pickler):

    def persistent_id(self, o):
        return "pid" if o == "special" else None

    def reducer_override(self, o):
        return (int, (7,)) if o == "seven" else NotImplemented


class U(pickle.Unpickler):

    def persistent_load(self, pid):
        return "loaded " + pid

    def find_class(self, m, n):
        print("find", m, n)
        return super().find_class(m, n)


f = io.BytesIO()
P(f, 4).dump(["special", "seven", A])
f.seek(0)
t(lambda: U(f).load())
f.seek(0)
t(lambda: pickle.load(f))
r = []
r.append(r)
x = pickle.loads(pickle.dumps(r))
print(x[0] is x)
d = {}
d["d"] = d
y = copy.deepcopy(d)
print(y["d"] is y)
a = A()
q = pickle.loads(pickle.dumps((a, a)))
print(q[0] is q[1])
copyreg.pickle(type(sys), lambda m: (__import__, (m.__name__,)))
print(pickle.loads(pickle.dumps(sys)) is sys)
n = []
for i in range(200000):
    n = [n]
for f in (
    pickle.dumps,
    copy.deepcopy,
    repr,
    lambda n: __import__("json").dumps(n),
    lambda n: n == copy.copy(n) and 1,
    hash,
):
    try:
        f(n)
        print("?")
    except (RecursionError, TypeError) as e:
        print(type(e).__name__)
while n:
    n = n[0]
pickletools.dis(pickle.dumps({"a": [1, 2]}, 2))
print(pickletools.optimize(pickle.dumps(["a", "a"], 4)))
bufs = []
d = pickle.dumps(pickle.PickleBuffer(b"abc"), 5, buffer_callback=bufs.append)
print(d, [bytes(b) for b in bufs], pickle.loads(d, buffers=bufs))
t(pickle.loads, d)
p = pickle.Pickler(io.BytesIO())
p.dump("q")
p.clear_memo()
print(p.bin if hasattr(p, "bin") else None, p.fast)
p.fast = True
print(pickle.HIGHEST_PROTOCOL, pickle.DEFAULT_PROTOCOL, pickle.format_version, pickle.PickleError.__mro__[1])
