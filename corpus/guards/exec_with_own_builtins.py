# exec with builtins of its own, which its functions change while they run.
src = '''
def f(n):
    s = []
    for i in range(n):
        s.append(len(name))
        if i == 2: hook()
    return s
def hook(): pass
name = 'abc'
'''
import builtins
class B(dict):
    def __missing__(self, k): raise KeyError(k)
for bi in ({'range': range, 'len': len}, dict(vars(builtins))):
    ns = {'__builtins__': bi}
    exec(src, ns)
    for _ in range(40): ns['f'](5)
    ns['hook'] = lambda: bi.__setitem__('len', lambda x: 'L')
    print(ns['f'](6))
    ns['hook'] = lambda: bi.pop('len', None)
    try: print(ns['f'](6))
    except NameError as e: print(e)
    ns['hook'] = lambda: ns.update(name='zz', len=lambda x: x + '!')
    bi['len'] = len
    print(ns['f'](6))
    ns.pop('len')
    ns['hook'] = lambda: (bi.clear(), bi.update(len=lambda x: 'L2', range=range))
    print(ns['f'](6)); print(ns['f'](3))
    ns['hook'] = lambda: ns.clear()
    f = ns['f']
    try: print(f(6))
    except NameError as e: print(e)
code = compile('x = y + len(z)', '', 'exec')
loc = {'y': 1, 'z': 'ab'}
for i in range(60): exec(code, {'__builtins__': {'len': len}}, loc)
print(loc['x'])
exec(code, {'__builtins__': {'len': lambda x: 100}}, loc); print(loc['x'])
loc['len'] = lambda x: 1000
exec(code, {'__builtins__': {'len': lambda x: 100}}, loc); print(loc['x'])
class L(dict):
    def __getitem__(self, k):
        if k == 'y': return 7
        return dict.__getitem__(self, k)
exec(code, {}, L(z='abc')) 
l = L(z='abcd'); exec(code, {}, l); print(dict(l))
