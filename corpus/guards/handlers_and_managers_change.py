# What with and except look up changes while they run.
class CM:
    def __enter__(s): return 1
    def __exit__(s, *a): return False
def go():
    with CM() as v: return v
for _ in range(60): go()
CM.__enter__ = lambda s: 2; print(go())
def w():
    with CM() as v:
        CM.__exit__ = lambda s, *a: print('late exit', a[0]) or True
        raise ValueError
try: print(w())
except ValueError: print('the exit of the entry')
def w2():
    with CM() as v: raise KeyError
print(w2())
CM.__exit__ = 5
try: go()
except TypeError as e: print(e)
del CM.__exit__
try: go()
except TypeError as e: print(e)
Err = ValueError
def ex(e):
    try: raise e
    except Err: return 'caught'
for _ in range(60): ex(ValueError())
Err = KeyError
try: ex(ValueError())
except ValueError: print('through')
print(ex(KeyError()))
class X(Exception):
    def __init__(s):
        global Err
        Err = X
print(ex(X) if False else None)
def ex2():
    try: raise X
    except Err: return 'late bound'
Err = KeyError; print(ex2())
Err = (KeyError, ValueError); print(ex(ValueError()))
Err = (KeyError, (ValueError,))
try: ex(ValueError())
except TypeError as e: print(e)
Err = 5
try: ex(ValueError())
except TypeError as e: print(e)
