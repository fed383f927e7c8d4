"""Lists that a key function changes while they are sorted."""
from functools import cmp_to_key
def a(x,y): L.append(3); L.pop(); return (x>y)-(x<y)
def b(x,y): L.append(3); del L[:]; return (x>y)-(x<y)
def c(x,y): L.clear(); return (x>y)-(x<y)
def d(x,y): L[:] = [1]; return 0
def e(x,y): L.extend([]); return 0
def f(x,y): len(L), list(L), L.copy(), L*2; return (x>y)-(x<y)
def g(x,y): L.append(1); raise ZeroDivisionError
def h(x,y): L.sort(); return (x>y)-(x<y)
def i(x,y): L.reverse(); return (x>y)-(x<y)
for f in a,b,c,d,e,f,g,h,i:
    L=[2,1,3]
    try: L.sort(key=cmp_to_key(f)); print(f.__name__, L)
    except Exception as ex: print(f.__name__, type(ex).__name__, ex, L)
