"""Defaults and keyword defaults come, change in place and go."""
def f(a,b=1,*,c=2,d=3): return a,b,c,d
def call(i): return f(i), f(i,c=9), f(i,5)
out=[]
for i in range(60):
    if i==20: f.__kwdefaults__['c']=77
    if i==25: f.__defaults__=(50,)
    if i==30: f.__kwdefaults__={'c':0,'d':0}
    if i==35: f.__defaults__=(7,8)
    if i==40: f.__defaults__=None
    if i==45: f.__defaults__=(1,); f.__kwdefaults__=None
    try: out.append(call(i))
    except TypeError as e: out.append(str(e))
print(out)
