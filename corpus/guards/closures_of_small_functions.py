# Cells of a small function set, emptied, exchanged.
def mk():
    x = 1
    def g(): return x
    def st(v):
        nonlocal x
        x = v
    def dl():
        nonlocal x
        del x
    return g, st, dl
g, st, dl = mk()
def use(k): return g() + (st(k) or 0) + g()
print([use(i) for i in range(60)][-3:])
dl()
try: use(1)
except NameError as e: print(e)
g.__closure__[0].cell_contents = 7
print(use(3))
g2, st2, _ = mk()
def swap(): g.__code__ = g2.__code__
swap(); print(use(4))
import types
g = types.FunctionType(g.__code__, globals(), 'g', None, (types.CellType('a'),))
try: use(1)
except TypeError as e: print(e)
g = types.FunctionType(g.__code__, {'__builtins__': {}}, 'g', None, (types.CellType(50),))
print(use(1))
