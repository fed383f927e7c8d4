"""Cases that fail alone: collected by a decorator, run one after another, counted."""
import traceback
from theseus import ReplaceError, replace

TESTS = []

class Thing:

    def __init__(self, n='t'):
        self.n = n

    def __repr__(self):
        return 'T' + str(self.n)

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
