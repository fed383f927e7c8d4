# A global read as a name and through its module, whose class and dict change.
import sys, types
me = sys.modules[__name__]
A = 1
def r(): return A, me.A, vars(me)['A'], getattr(me, 'A')
for _ in range(60): r()
vars(me)['A'] = 2; print(r())
setattr(me, 'A', 3); print(r())
me.__dict__.update(A=4); print(r())
me.A = 5; print(r())
class Mod(types.ModuleType):
    @property
    def A(self): return 'prop'
me.__class__ = Mod; print(r()[1:])
try: print(A)
except NameError as e: print(e)
me.__class__ = types.ModuleType; print(r())
class Mod2(types.ModuleType):
    def __getattr__(s, n): return 'dyn ' + n
    def __setattr__(s, n, v): s.__dict__[n] = ('set', v)
me.__class__ = Mod2
me.A = 6; print(r())
del vars(me)['A']
try: r()
except NameError as e: print(e)
print(me.A)
A = 'back'; print(r())
def __getattr__(n): return 'module ga'
me.__class__ = types.ModuleType
print(me.nothing); del __getattr__
try: me.nothing
except AttributeError as e: print(str(e)[:30])
