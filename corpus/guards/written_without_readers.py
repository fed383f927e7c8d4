# namespaces written many times without anybody looking, then looked at again
import builtins
def f(): return len("ab"), K
def m(o): return o.x, o.m()
class C:
    def m(self): return "m"
    x = 1
K = 0
o = C()
rl = len
out = []
for rounds in range(8):
    for i in range(40): r = f(), m(o)
    out.append(r)
    for i in range(100):
        K = i
        builtins.len = lambda x, i=i: i
        C.x = i
        C.m = lambda self, i=i: i
        globals()["k%d" % (i % 7)] = i
    out.append((f(), m(o)))
    for i in range(3): out.append((f(), m(o)))
    builtins.len = rl
    C.m = lambda self: "back"
    out.append((f(), m(o)))
print(out[:7])
print(out[-3:])
for i in range(200):
    K = i
    if f()[1] != i: print("stale", i)
    C.x = i
    if m(o)[0] != i: print("stale x", i)
print("done")
