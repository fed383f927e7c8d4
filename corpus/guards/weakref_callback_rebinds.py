"""The callback of a weak reference rebinds what is called next."""
import weakref
class T: pass
def h(): return 'h'
def cb(r):
    global h
    h=(lambda: 'cb%d'%n)
n=0
def f():
    t=T(); w=weakref.ref(t,cb)
    a=h(); del t
    return a,h()
out=[]
for n in range(40):
    if n%9==8: h=lambda:'back'
    out.append(f())
print(out)
