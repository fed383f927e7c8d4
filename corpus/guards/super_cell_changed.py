# The cell of __class__ emptied and filled with something else; super itself rebound.
class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B' + super().f()
class Q(B):
    def f(self): return 'Q'
q = Q()
print([B.f(q) for _ in range(50)][-1])
cell = B.f.__closure__[0]
cell.cell_contents = Q
try: print(B.f(q))
except RecursionError: print('rec')
cell.cell_contents = B
print(B.f(q))
del cell.cell_contents
try: print(B.f(q))
except RuntimeError as e: print(e)
cell.cell_contents = 5
try: print(B.f(q))
except RuntimeError as e: print(e)
cell.cell_contents = B
print(B.f(q))
import builtins
real = super
builtins.super = lambda *a: type('S', (), {'f': lambda s: 'fake'})()
print(B.f(q))
builtins.super = real
print(B.f(q))
