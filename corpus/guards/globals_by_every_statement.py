# Globals written by every method of their dict and every statement that binds.
def probe():
    return A, B
A = 1; B = 2
for _ in range(60): probe()
globals().update(A=10); print(probe())
globals().update({'B': 20, 'C': 1}); print(probe())
globals().update([('A', 'x')]); print(probe())
globals().setdefault('A', 5); print(probe())
globals().pop('C')
d = globals(); d |= {'A': 'or'}; print(probe())
d.__ior__({'B': 'ior'}); print(probe())
d['last'] = 1; print(d.popitem())
print(probe())
def cleared(d, read, saved, show, error):
    d.clear()
    try: read()
    except error as e: show(e)
    d.update(saved)
cleared(d, probe, dict(d), print, NameError)
print(probe())
dict.__setitem__(d, 'A', 'via dict'); print(probe())
dict.update(d, B='via dict'); print(probe())
dict.pop(d, 'A')
try: probe()
except NameError as e: print(e)
exec('A = "exec"', d); print(probe())
exec('global B\nB = "execg"'); print(probe())
exec('del A', d)
try: probe()
except NameError as e: print(e)
for A in (1, 2, 3): pass
print(probe())
import os as A; print(probe()[0].__name__)
with open('/dev/null') as A: print(type(probe()[0]).__name__)
def A(): pass
print(probe()[0].__name__)
class A: pass
print(probe()[0].__name__)
try: 1/0
except ZeroDivisionError as A: print(type(probe()[0]).__name__)
try: probe()
except NameError as e: print(e)
match 5:
    case A: pass
print(probe())
A: int = 9
print(probe())
print((A := 'walrus'), probe())
A += '!'
print(probe())
