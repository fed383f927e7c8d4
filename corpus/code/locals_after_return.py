# What a frame shows of its locals after it has returned one of them, in functions, generators and under a trace function.
import sys
def f(a):
    x=[a]
    y=x
    return x
frames=[]
def tr(fr,ev,arg):
    if fr.f_code.co_name in('f','g','h'):
        if ev=='return': frames.append(fr); print(ev,sorted(fr.f_locals),arg)
        return tr
sys.settrace(tr); f(1); sys.settrace(None)
print(frames[-1].f_locals)
fr=None
def g():
    global fr
    z={1}
    fr=sys._getframe()
    return z
g(); print(fr.f_locals)
def h(n):
    global fr
    s='abc'
    fr=sys._getframe()
    t=s
    return t
h(1); print(fr.f_locals, fr.f_lineno, fr.f_lasti>0)
fr.clear(); print(fr.f_locals)
def gen():
    global fr
    q=5
    fr=sys._getframe()
    yield q
    return q
for _ in gen(): pass
print(fr.f_locals)
def boom():
    k=1
    l=[k]
    raise ValueError(l)
try: boom()
except ValueError as e: print(e.__traceback__.tb_next.tb_frame.f_locals)
def outer():
    u=1
    def inner():
        nonlocal u
        global fr
        fr=sys._getframe()
        u+=1
        return u
    return inner()
outer(); print(fr.f_locals)
def dl():
    global fr
    a=1;b=2
    del a
    fr=sys._getframe()
    return b
dl(); print(fr.f_locals)
def args(*a,k=1,**kw):
    global fr
    fr=sys._getframe()
    return kw
args(1,2,z=3); print(fr.f_locals)
try: fr.f_locals=1
except AttributeError as e: print(e)
def running():
    try: sys._getframe().clear()
    except RuntimeError as e: print(e)
running()
