"""Functions that call functions, while operators in the innermost rebind it."""
def c(x): return x+Q
def b(x): return c(x)*2
def a(x): return b(x)-1
Q=1
class V(int):
    def __radd__(s,o): return o
    def __add__(s,o):
        global c
        c=lambda x: 'zz'*int(x)
        return int(s)+o
out=[]
keep=c
for i in range(60):
    if i==30: Q=10
    if i==40: b.__code__=(lambda x: [c(x)]).__code__; 
    if i==45: b.__code__=(lambda x: c(x)*3).__code__
    try: out.append(a(V(i) if i==50 else i))
    except TypeError as e: out.append(str(e))
    if i==53: c=keep
print(out)
