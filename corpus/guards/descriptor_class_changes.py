"""The class of a descriptor gains and loses `__get__`, `__set__` and `__delete__`."""
class D:
    def __get__(s,o,t=None): return 'get'
class N: pass
class C: d=D()
c=C(); c.__dict__['d']='own'; out=[]
for i in range(60):
    if i==10: D.__set__=lambda s,o,v: None
    if i==20: del D.__set__
    if i==25: del D.__get__
    if i==30: D.__get__=lambda s,o,t=None:'get2'
    if i==35: D.__delete__=lambda s,o:None
    if i==40: C.d=N()
    if i==45: N.__get__=lambda s,o,t=None:'nget'
    if i==50: N.__set__=lambda s,o,v:None
    out.append((c.d, C.d if not isinstance(C.d,(D,N)) else type(C.d).__name__))
print(out)
