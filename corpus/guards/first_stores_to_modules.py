# Names that come to a module by every way, and go, with and without a __getattr__.
import types, sys
m = types.ModuleType('m')
def get(): return m.val
def put(v): m.val = v
res=[]
for i in range(200):
    try: res.append(get())
    except AttributeError as e: res.append('E')
    if i == 50: put(1)
    if i == 80: put(2)
    if i == 90: m.__dict__['val'] = 3
    if i == 110: m.__dict__.clear(); 
    if i == 120: m.__getattr__ = lambda n: 'ga ' + n
    if i == 140: m.val = 'own'
    if i == 160: vars(m).pop('val')
    if i == 180: vars(m).pop('__getattr__')
print([(k, len(list(g))) for k, g in __import__('itertools').groupby(res)])
try: m.val
except AttributeError as e: print(e)
