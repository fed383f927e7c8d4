# Code is swapped while the function is on the stack, in except and finally blocks and in with statements.
def a(n):
    try:
        if n: raise ValueError(n)
        return "plain"
    except ValueError as e:
        a.__code__ = b.__code__
        return "caught " + str(e) + a(n)
    finally:
        log.append(n)
def b(n):
    try:
        raise KeyError(n)
    except KeyError:
        a.__code__ = first
        return "b"
    finally:
        log.append(-n)
first = a.__code__
log = []
def call(n): return a(n)
for _ in range(60): call(0)
print(call(1), call(1), call(0), log[-6:])
class CM:
    def __enter__(self): c.__code__ = d.__code__; return 1
    def __exit__(self, *e): c.__code__ = orig; return True
def c(x):
    with CM() as k:
        y = c2(x)
        raise RuntimeError
    return ("c", k, y)
def d(x): return "d"
def c2(x): return c(x)
orig = c.__code__
print([c(1) for _ in range(70)][-1], c2(5))
