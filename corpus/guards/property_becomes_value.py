"""A property becomes a value of its class, and a property again."""
class C:
    @property
    def v(self): return self._v
    @v.setter
    def v(self,x): self._v=x
    def __init__(self): self._v=1
p=C.v
c=C(); out=[]
def f(i):
    try: c.v=i
    except AttributeError as e: return str(e)
    return c.v
for i in range(60):
    if i==20: C.v=5
    if i==30: C.v=p
    if i==40: C.v=property(p.fget)
    if i==45: C.v=p
    if i==50: del C.v
    out.append(f(i))
print(out, sorted(c.__dict__.items()))
