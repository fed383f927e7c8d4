"""A `__setattr__` that removes itself."""
class C:
    lim=0
    def __setattr__(s,n,v):
        C.lim+=1
        if C.lim==10: del C.__setattr__
        object.__setattr__(s,n,v*2)
c=C(); out=[]
for i in range(30):
    c.v=i; out.append((c.v,C.lim))
    if i==20: C.__setattr__=lambda s,n,v: s.__dict__.__setitem__(n,'w%d'%v)
print(out)
