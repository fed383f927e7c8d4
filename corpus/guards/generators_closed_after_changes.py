# Generators closed, delegated to and thrown into after what they use has changed.
def gen(n):
    try:
        for i in range(n):
            yield i + OFF
    finally:
        log.append(('closed', OFF, len(log)))
log = []; OFF = 0
for _ in range(30): list(gen(3))
log.clear()
g = gen(5); next(g); OFF = 100; print(next(g)); len = lambda x: 'shadow'; g.close(); print(log); del len
g = gen(5); next(g)
gen.__code__ = (lambda n: 'not a generator').__code__; print(next(g), gen(1))
del g
print(log[-1])
def deleg():
    r = yield from sub()
    yield r, NAME
def sub():
    x = yield NAME
    return x
NAME = 'a'
for _ in range(30): list(deleg())
g = deleg(); print(next(g)); NAME = 'b'; sub.__code__ = (lambda: iter([1])).__code__; print(g.send('sent')); print(list(deleg()))
def thrower():
    while True:
        try: yield VAL
        except KeyError: yield 'caught', VAL
VAL = 0
t = thrower(); next(t)
for i in range(40): VAL = i; t.throw(KeyError); next(t)
KeyErr, KeyError = KeyError, ValueError
VAL = 'last'; print(t.throw(ValueError)); del KeyError; print(next(t))
