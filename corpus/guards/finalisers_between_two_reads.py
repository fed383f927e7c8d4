# Finalisers run by a store change what is read next.
import builtins
log = []
class Bomb:
    def __init__(self, act): self.act = act
    def __del__(self): self.act()
def f(x, b):
    r = [len('abc')]
    b = None
    r.append(len('abc'))
    return r + [K, helper(x)]
K = 1
def helper(x): return x
for _ in range(50): f(1, None)
real = len
print(f(1, Bomb(lambda: setattr(builtins, 'len', lambda x: 'del'))))
builtins.len = real
print(f(1, Bomb(lambda: globals().update(K='del', helper=lambda x: 'h2'))))
def helper(x): return x
class C:
    a = 'old'
    def __init__(self): self.b = None
c = C()
def g(c):
    x = c.a
    c.b = 'over'
    return x, c.a, c.b
for _ in range(50): g(c)
c.b = Bomb(lambda: setattr(C, 'a', 'new')); print(g(c))
c.b = Bomb(lambda: setattr(c, '__class__', type('Z', (C,), {'a': 'Z', 'b': property(lambda s: 'prop')}))); print(g(c))
c = C(); c.b = Bomb(lambda: c.__dict__.clear())
try: print(g(c))
except AttributeError as e: print(e)
lst = [0] * 3
def h(l, i): l[i] = 5; return l[i], len(l)
for _ in range(50): h(lst, 0)
lst[1] = Bomb(lambda: lst.clear())
try: print(h(lst, 1))
except IndexError as e: print(e)
