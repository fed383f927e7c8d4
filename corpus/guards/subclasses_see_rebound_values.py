"""Subclasses see rebound values of their base, and shadow them."""
class Base: flag=True; mode='a'
class Sub(Base): pass
class Sub2(Sub): mode='z'
def check(o): return o.flag, o.mode, type(o).flag
objs=[Base(),Sub(),Sub2()]
out=[]
for i in range(50):
    Base.flag=not Base.flag
    Base.mode=chr(97+i%5)
    if i==10: Sub.flag='sub'
    if i==20: Sub.flag=1
    if i==25: Sub.flag=2
    if i==30: del Sub.flag
    if i==40: setattr(Sub,'mode',None)
    if i==44: type.__delattr__(Sub,'mode')
    out.append([check(o) for o in objs])
print(out)
