"""One code under three namespaces, each of which changes."""
src='def f(): return X, len("abc")'
ga={'X':1}; gb={'X':2,'len':lambda s:'gb'}
exec(src,ga)
f=ga['f']
import types
g=types.FunctionType(f.__code__,gb)
h=types.FunctionType(f.__code__,{'X':3,'__builtins__':{'len':lambda s:'own'}})
out=[]
for i in range(60):
    if i==10: gb['X']=20
    if i==15: ga.update(len=lambda s:'ga')
    if i==20: del gb['len']
    if i==25: ga.pop('len')
    if i==30: exec('X=33; len=str',ga)
    if i==35: ga.clear(); ga.update(X=9)
    if i==40: h.__globals__['__builtins__']['len']=lambda s:'own2'
    try: out.append((f(),g(),h()))
    except NameError as e: out.append(str(e))
print(out)
