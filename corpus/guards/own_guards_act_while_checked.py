# [ours] Guards that raise, remove, add, replace and recur while they are being checked.
import guards
class Own(guards.Guard):
    def __init__(self, act): self.act = act
    def check(self, args, kwargs): return self.act()
def f(): return 'slow'
def fast(): return 'fast'
def fast2(): return 'fast2'
def call(): return f()
# removes itself while being checked
def rm(): guards.remove_specialized(f); return 0
for k in range(3):
    s = guards.specialize(f, fast, [Own(rm)])
    print([call() for _ in range(5)], s.state)
# raises
def boom(): raise KeyError('guard')
for _ in range(20): call()
s = guards.specialize(f, fast, [Own(boom)])
try: print(call())
except KeyError as e: print('raised', e, s.state)
print([call() for _ in range(3)])
# specialises again while being checked
n = 0
def more():
    global n
    n += 1
    if n < 4: guards.specialize(f, fast2, [Own(lambda: 0)])
    return 1
s = guards.specialize(f, fast, [Own(more)])
print([call() for _ in range(6)], len(guards.get_specialized(f)))
guards.remove_specialized(f)
# replaces the code while being checked
def swap(): f.__code__ = (lambda: 'swapped').__code__; return 0
s = guards.specialize(f, fast, [Own(swap)])
print([call() for _ in range(4)], s.state)
# forever
n = 0
def later():
    global n
    n += 1
    return 2 if n == 30 else 0
n = 0
def f(): return 'slow'
s = guards.specialize(f, fast, [Own(later)])
out = [call() for _ in range(60)]
print(out.count('fast'), out.count('slow'), s.state, s.hits, s.misses)
# once in a while
n = 0
def some():
    global n
    n += 1
    return int(n % 3 == 0)
s = guards.specialize(f, fast, [Own(some)])
out = [call() for _ in range(60)]
print(out.count('fast'), out.count('slow'), s.state, s.hits, s.misses)
guards.remove_specialized(f)
# recursion
def rec(): return call()
s = guards.specialize(f, fast, [Own(rec)])
try: call()
except RecursionError: print('recursion', s.state)
guards.remove_specialized(f)
print(call())
