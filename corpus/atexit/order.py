# Functions called at the end: the last first, errors reported, what they register not called.
import atexit
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
def f(*a,**k): print('f',a,k)
def bad(): 1/0
def quit(): raise SystemExit(3)
t(lambda:atexit.register()); t(lambda:atexit.register(3)); t(lambda:atexit.register(f,1,x=2) is f)
atexit.register(bad); atexit.register(f,2); atexit.register(quit)
t(lambda:atexit._ncallbacks()); 
g=lambda: print('g'); atexit.register(g); atexit.register(g); t(lambda:atexit.unregister(g)); t(lambda:atexit._ncallbacks())
atexit._run_exitfuncs()
@atexit.register
def later():
    print('later'); atexit.register(print,'nested')
print('end')
