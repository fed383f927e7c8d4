# Functions, names and __await__ change while a coroutine waits.
import types
class Y:
    def __await__(self): r = yield self; return r
def f(x): return x + 1
async def co(o):
    t = 0
    for i in range(5):
        r = await o
        t += f(r) + LIM
    return t
LIM = 0
def run(plan):
    c = co(Y()); n = 0
    try:
        c.send(None)
        while True:
            plan(n); n += 1
            c.send(n)
    except StopIteration as e: return e.value
    except Exception as e: return repr(e)
for _ in range(30): run(lambda n: None)
print(run(lambda n: None))
def p1(n):
    global LIM; LIM = n
print(run(p1))
def p2(n):
    if n == 2: f.__code__ = (lambda x: x * 100).__code__
print(run(p2))
def p3(n):
    if n == 2: Y.__await__ = lambda self: iter(())
print(run(p3))
def p4(n):
    if n == 1: Y.__await__ = lambda self: 5
print(run(p4))
def aw(self): r = yield self; return r
def p5(n):
    if n == 0: Y.__await__ = aw
    if n == 3: del globals()['f']
print(run(p5))
