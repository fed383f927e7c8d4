# range and the bounds of short loops change in their bodies.
def f(g):
    out = []
    for i in range(4):
        out.append(i)
        g(i)
    return out
nop = lambda i: None
for _ in range(60): f(nop)
import builtins
real = range
def m(i):
    if i == 1: builtins.range = lambda n: 'xyz'
print(f(m), f(nop)); builtins.range = real
def m2(i):
    if i == 2: f.__code__ = (lambda g: 'swapped').__code__
print(f(m2), f(nop))
def nest():
    t = 0
    for i in range(3):
        for j in range(3):
            t += i * j
            if t == 1: globals()['range'] = lambda n: [10]
    return t
print([nest() for _ in range(1)], nest()); del range
for _ in range(60): 
    nest(); globals().pop('range', None)
def brk():
    for i in range(5):
        if i == N: break
    else: return 'else'
    return i
N = 9
for _ in range(60): brk()
print(brk()); N = 2; print(brk()); N = type('E', (), {'__eq__': lambda s, o: globals().__setitem__('N', 3) or False})(); print(brk())
