"""A module gets another class, a `__getattr__`, and loses them."""
import types,sys
m=types.ModuleType('m'); m.x=1; m.f=lambda:'f'
sys.modules['m']=m
class M(types.ModuleType):
    @property
    def x(self): return 'prop'
    def __getattr__(self,n): return 'missing '+n
import m as mm
def r():
    try: return mm.x, mm.f(), mm.y
    except AttributeError as e: return str(e)
out=[]
for i in range(60):
    if i==20: m.__class__=M
    if i==30: m.__class__=types.ModuleType
    if i==35: m.__getattr__=lambda n:'G'+n
    if i==45: del m.__getattr__
    if i==50: m.y=3
    out.append(r())
print(out)
