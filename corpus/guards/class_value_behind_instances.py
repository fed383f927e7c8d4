"""Instances count with a value of their class as start, which changes its kind."""
class C:
    n=0
    def inc(self):
        self.n+=1
        return self.n, C.n
a,b=C(),C(); out=[]
for i in range(60):
    if i%10==5: C.n+=100
    if i==22: del a.n
    if i==33: C.n=property(lambda s:7, lambda s,v: out.append(('set',v)))
    if i==33: out.append(a.n); a.n=3
    if i==33: C.n=0
    if i==44: a.__class__=type('D',(C,),{'n':-5}); del a.n
    out.append((a.inc(),b.inc(),a.n,b.n))
print(out)
