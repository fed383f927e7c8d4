"""Values of a metaclass and its classes are rebound, become properties, and values again."""
class Meta(type):
    z='meta'
class C(metaclass=Meta):
    def f(self): return C.z
c=C(); out=[]
for i in range(60):
    if i==10: Meta.z='meta2'
    if i==15: C.z='own'
    if i==22: Meta.z=property(lambda cls:'mprop',lambda c,v:None,lambda c:None)
    if i==27: Meta.z=1; del C.z
    if i==30: Meta.__getattribute__=lambda cls,n: ('ga',n) if n=='z' else type.__getattribute__(cls,n)
    if i==35: del Meta.__getattribute__
    if i==40: Meta.z=0
    if i>45: Meta.z+=1
    out.append((c.f(), C.z))
print(out)
