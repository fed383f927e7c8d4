"""Cases that fail alone: collected by a decorator, run one after another, counted."""
import traceback
from theseus import ReplaceError, replace

TESTS = []

class Thing:

    def __init__(self, n='t'):
        self.n = n

    def __repr__(self):
        return 'T' + str(self.n)

class Named:
    """Shows as its name."""

    def __init__(self, name):
        self.n = name

    def __repr__(self):
        return self.n

def same(a, b):
    if a != b:
        raise AssertionError(f'{a!r} != {b!r}')

def test(f):
    TESTS.append(f)
    return f

def refused(*args, f=replace, **named):
    try:
        f(*args, **named)
    except ReplaceError as e:
        return str(e)
    raise AssertionError('not refused')

def run():
    for f in TESTS:
        try:
            f()
        except BaseException as e:
            places = [t.lineno for t in traceback.extract_tb(e.__traceback__)]
            print('FAIL', f.__name__, places, type(e).__name__, e)
    print(len(TESTS), 'tests')
