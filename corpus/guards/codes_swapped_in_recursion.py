# Code, defaults and keyword defaults of a function change deep in its recursion.
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(15))
calls = 0
def fib2(n):
    global calls
    calls += 1
    if calls == 50: fib.__code__ = orig
    return n if n < 2 else fib(n - 1) + fib(n - 2) + 1
orig = fib.__code__
fib.__code__ = fib2.__code__
print(fib(15), calls)
def down(n):
    if n == 0: return 'end'
    if n == 5: down.__code__ = up.__code__
    return down(n - 1)
def up(n):
    if n > 8: return 'top'
    return down(n + 1)
for _ in range(30):
    down.__code__ = d0 = down.__code__
    r = down(3)
print(r, down(10))
def a(n, d=1): return d if n == 0 else a(n - 1)
for _ in range(30): a(5)
def b(n, d=1):
    if n == 3: a.__defaults__ = (77,)
    return d if n == 0 else a(n - 1)
a.__code__ = b.__code__
print(a(6), a(6, 2), a(0))
def kw(n, *, k='k'): 
    if n == 2: kw.__kwdefaults__ = {'k': 'changed'}
    return k if n == 0 else kw(n - 1)
print([kw(5) for _ in range(3)])
kw.__kwdefaults__ = None
try: kw(0)
except TypeError as e: print(e)
kw.__kwdefaults__ = {'k': [1]}
kd = kw.__kwdefaults__
for _ in range(30): kw(1)
kd['k'] = 'dict mutated'; print(kw(0)); del kd['k']
try: kw(0)
except TypeError as e: print(e)
