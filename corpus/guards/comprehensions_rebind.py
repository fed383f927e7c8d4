# What comprehensions and generator expressions call is rebound by them.
import builtins
F = lambda x: x
def hit(i):
    global F
    if i == 3: F = lambda x: -x
    return True
def go(): return [F(i) for i in range(6) if hit(i)]
for _ in range(5):
    F = lambda x: x
    print(go())
def hit2(i):
    if i == 3: builtins.abs = lambda x: 'abs'
    return i
real = abs
for _ in range(40):
    r = {abs(hit2(-i)) for i in range(3)}
print(sorted(r))
print([abs(hit2(i)) for i in range(6)])
builtins.abs = real
def lazy(): return (abs(i) + Z for i in (1, -2, 3))
Z = 1
for _ in range(40): list(lazy())
g = lazy(); print(next(g)); Z = 10; print(next(g)); del Z
try: next(g)
except NameError as e: print(e)
print({k: len(k) for k in ('a', 'bb')}); len = lambda s: 'L'; print({k: len(k) for k in ('a', 'bb')}); del len
