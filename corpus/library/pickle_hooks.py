# [slow] Persistent objects, reducers, buffers, deep data.
import copy
import copyreg
import io
import pickle
import pickletools
import sys

from support.pickled import A, show, t


class P(pickle.Pickler):

    def persistent_id(self, o):
        return "pid" if o == "special" else None

    def reducer_override(self, o):
        return (int, (7,)) if o == "seven" else NotImplemented


class U(pickle.Unpickler):

    def persistent_load(self, pid):
        return "loaded " + pid

    def find_class(self, m, n):
        show("find", m, n)
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
show(x[0] is x)
d = {}
d["d"] = d
y = copy.deepcopy(d)
show(y["d"] is y)
a = A()
q = pickle.loads(pickle.dumps((a, a)))
show(q[0] is q[1])
copyreg.pickle(type(sys), lambda m: (__import__, (m.__name__,)))
show(pickle.loads(pickle.dumps(sys)) is sys)
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
        show("?")
    except (RecursionError, TypeError) as e:
        show(type(e).__name__)
while n:
    n = n[0]
pickletools.dis(pickle.dumps({"a": [1, 2]}, 2))
show(pickletools.optimize(pickle.dumps(["a", "a"], 4)))
bufs = []
d = pickle.dumps(pickle.PickleBuffer(b"abc"), 5, buffer_callback=bufs.append)
show(d, [bytes(b) for b in bufs], pickle.loads(d, buffers=bufs))
t(pickle.loads, d)
p = pickle.Pickler(io.BytesIO())
p.dump("q")
p.clear_memo()
show(p.bin if hasattr(p, "bin") else None, p.fast)
p.fast = True
show(pickle.HIGHEST_PROTOCOL, pickle.DEFAULT_PROTOCOL, pickle.format_version, pickle.PickleError.__mro__[1])
