"""A generator sleeps while names, builtins and code that it is about to use change."""
def g():
    while True:
        yield scale(2), K, len('ab')
def scale(x): return x*2
K=1
it=g(); out=[]
import builtins
for i in range(60):
    if i==20: K=5
    if i==25: scale.__code__=(lambda x: x*100).__code__
    if i==30: len=lambda s: 'L'
    if i==35: del len
    if i==40: scale=lambda x:'re'
    if i==45: builtins.len, keep = (lambda s:'B'), builtins.len
    if i==50: builtins.len=keep
    out.append(next(it))
print(out)
