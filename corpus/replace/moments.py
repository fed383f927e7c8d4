# [ours] [slow] Replacing a container from within whatever native code is doing with it.
import collections
import functools
import gc
import itertools
import operator
import sys
import theseus
import types
import weakref
from theseus import plan, referrers, replace, replace_many, replaced, swap, ReplaceError

from support.cases import Thing, refused, run, test

import threading, heapq, bisect, json, copy, pickle, re, contextvars, signal, os

class V:

    def __init__(s, v, hook=None):
        s.v = v
        s.hook = hook

    def go(s):
        if s.hook:
            h, s.hook = (s.hook, None)
            h()

    def __lt__(s, o):
        s.go()
        return s.v < o.v

    def __eq__(s, o):
        s.go()
        return isinstance(o, V) and s.v == o.v

    def __hash__(s):
        return hash(s.v)

    def __add__(s, o):
        s.go()
        return V(s.v + getattr(o, 'v', o))

    def __radd__(s, o):
        s.go()
        return V(s.v + getattr(o, 'v', o))

    def __repr__(s):
        return f'V{s.v}'

    def __format__(s, f):
        s.go()
        return 'f'

    def __str__(s):
        s.go()
        return 's'

    def __index__(s):
        s.go()
        return s.v

    def __bool__(s):
        s.go()
        return True

    def __iter__(s):
        s.go()
        return iter([s.v])

    def __len__(s):
        s.go()
        return 1

    def __getattr__(s, n):
        if n.startswith('__'):
            raise AttributeError(n)
        s.go()
        return n

def box(make_new, run, show=lambda h, n, res: None):
    """run(old, hook) with hook replacing old by new."""
    pass

def case(name, old, new, run):
    holder = [old]
    done = []

    def hook():
        done.append(replace(holder[0], newbox[0]))
    newbox = [new]
    oldid = id(old)
    del old, new
    try:
        res = run(holder, hook)
    except Exception as e:
        res = type(e).__name__ + ': ' + str(e)
    ok = holder[0] is newbox[0]
    gc.collect()
    print(f'{name:18}', 'replaced' if ok else 'NOT', len(done), res if isinstance(res, (str, int, list, tuple, dict, set)) else type(res).__name__)


@test
def all_():
    L = lambda *v: [V(x) for x in v]

    def first(h, hook):
        h[0][0].hook = hook

    def mk(f):

        def run(h, hook):
            first(h, hook)
            return f(h)
        return run
    case('sort lt', L(3, 1, 2), L(9), mk(lambda h: h[0].sort()))
    case('sorted', L(3, 1, 2), L(9), mk(lambda h: sorted(h[0])))
    case('min', L(3, 1, 2), L(9), mk(lambda h: min(h[0])))
    case('index', L(3, 1, 2), L(9), mk(lambda h: h[0].index(V(2))))
    case('remove', L(3, 1, 2), L(9), mk(lambda h: h[0].remove(V(2))))
    case('count', L(3, 1, 2), L(9), mk(lambda h: h[0].count(V(2))))
    case('in', L(3, 1, 2), L(9), mk(lambda h: V(2) in h[0]))
    case('==', L(3, 1, 2), L(9), mk(lambda h: h[0] == L(3, 1, 2)))
    case('sum', L(3, 1, 2), L(9), mk(lambda h: sum(h[0], V(0))))
    case('join', L(3, 1, 2), L(9), mk(lambda h: ''.join(map(str, h[0]))))
    case('format', L(3, 1, 2), L(9), mk(lambda h: f'{h[0][0]}{h[0][1]}'))
    case('any', L(3, 1, 2), L(9), mk(lambda h: all(h[0])))
    case('heapify', L(3, 1, 2), L(9), mk(lambda h: heapq.heapify(h[0])))
    case('heappush', L(3, 1, 2), L(9), mk(lambda h: heapq.heappush(h[0], V(0))))
    case('bisect', L(3, 1, 2), L(9), mk(lambda h: bisect.bisect(h[0], V(0))))
    case('insort', L(1, 2, 3), L(9), lambda h, hook: bisect.insort(h[0], V(0, hook)))
    case('reduce', L(3, 1, 2), L(9), mk(lambda h: functools.reduce(operator.add, h[0])))
    case('accumulate', L(3, 1, 2), L(9), mk(lambda h: list(itertools.accumulate(h[0]))))
    case('groupby', L(3, 1, 2), L(9), mk(lambda h: len(list(itertools.groupby(h[0])))))
    case('set()', L(3, 3, 2), L(9), mk(lambda h: len(set(h[0]))))
    case('dict.fromkeys', L(3, 3, 2), L(9), mk(lambda h: len(dict.fromkeys(h[0]))))
    case('unpack', L(3, 1, 2), L(9), mk(lambda h: [*h[0][0], *h[0]]))

    def gen(h, hook):
        yield 1
        hook()
        yield 2
    case('extend', [0], [9], lambda h, hook: h[0].extend(gen(h, hook)))
    case('slice assign', [0, 5, 6], [9], lambda h, hook: h[0].__setitem__(slice(1, 2), gen(h, hook)))
    case('set.update', {0}, {9}, lambda h, hook: h[0].update(gen(h, hook)))
    case('set |=', {0}, {9}, lambda h, hook: h[0].__ior__(set(gen(h, hook))))
    case('set.inter', {1, 2}, {9}, lambda h, hook: h[0].intersection(gen(h, hook)))
    case('dict.update', {}, {9: 9}, lambda h, hook: h[0].update(((k, k) for k in gen(h, hook))))
    case('deque.extend', collections.deque(), collections.deque([9]), lambda h, hook: h[0].extend(gen(h, hook)))
    case('tuple()', [0], [9], lambda h, hook: tuple(gen(h, hook)))
    case('str.join', [0], [9], lambda h, hook: ','.join((str(x) for x in gen(h, hook))))
    case('zip', [7, 8, 9], [4, 5, 6], lambda h, hook: list(zip(h[0], gen(h, hook))))
    case('map', [7, 8, 9], [4, 5, 6], lambda h, hook: list(map(lambda a, b: (a, b), h[0], gen(h, hook))))
    case('comp', [7, 8, 9], [4, 5, 6], lambda h, hook: [hook() or x if x == 7 else x for x in h[0]])
    case('dictcomp', [7, 8, 9], [4, 5, 6], lambda h, hook: {x: hook() if x == 7 else x for x in h[0]}.keys() and 1)
    case('filter', [7, 8, 9], [4, 5, 6], lambda h, hook: list(filter(lambda x: (hook() if x == 7 else 0) or 1, h[0])))
    case('re.sub', [0], [9], lambda h, hook: re.sub('a', lambda m: hook() or 'b', 'xay'))

    class J(json.JSONEncoder):

        def default(s, o):
            s.hook()
            return 'd'

    def js(h, hook):
        e = J()
        e.hook = hook
        return e.encode(h)
    case('json', [object(), 1, 2], [9], js)

    class P:

        def __init__(s):
            s.hook = None

        def __reduce__(s):
            if s.hook:
                h = s.hook
                s.hook = None
                h()
            return (list, ())

    def pk(h, hook):
        h[0][0].hook = hook
        return len(pickle.dumps(h)) > 5
    case('pickle', [P(), 1], [9], pk)

    class DC:
        hook = None

        def __deepcopy__(s, m):
            if DC.hook:
                h = DC.hook
                DC.hook = None
                h()
            return 5

    def dc(h, hook):
        DC.hook = hook
        return copy.deepcopy(h)
    case('deepcopy', [DC(), 1], [9], dc)

    class M(dict):

        def __missing__(s, k):
            s.hook()
            return 'missing'

    def mi(h, hook):
        M.hook = lambda s: hook()
        return h[0]['zz']
    case('missing', M(), M(a=1), mi)

    def dk(h, hook):
        h[0][V(1, None)] = 1
        for k in h[0]:
            k.hook = hook
        return h[0].get(V(1))
    case('dict get eq', {}, {5: 5}, dk)

    def dset(h, hook):
        h[0][V(1, None)] = 1
        for k in h[0]:
            k.hook = hook
        h[0][V(1)] = 2
        return len(h[0])
    case('dict set eq', {}, {5: 5}, dset)

    def dsd(h, hook):
        h[0][V(1, None)] = 1
        for k in h[0]:
            k.hook = hook
        return h[0].setdefault(V(1), 3)
    case('setdefault eq', {}, {5: 5}, dsd)

    def dpop(h, hook):
        h[0][V(1, None)] = 1
        for k in h[0]:
            k.hook = hook
        return h[0].pop(V(1), 3)
    case('dict pop eq', {}, {5: 5}, dpop)

    def sadd(h, hook):
        h[0].add(V(1))
        for k in h[0]:
            k.hook = hook
        h[0].add(V(1))
        return len(h[0])
    case('set add eq', set(), {5}, sadd)

    def srm(h, hook):
        h[0].add(V(1))
        for k in h[0]:
            k.hook = hook
        h[0].discard(V(1))
        return len(h[0])
    case('set discard eq', set(), {5}, srm)

    def ctx(h, hook):
        return contextvars.copy_context().run(hook) and 1
    case('context run', [0], [9], ctx)

    def thr(h, hook):
        t = threading.Thread(target=hook)
        t.start()
        t.join()
        return 1
    case('thread', [0], [9], thr)

    def sig(h, hook):
        old = signal.signal(signal.SIGUSR1, lambda *a: hook())
        os.kill(os.getpid(), signal.SIGUSR1)
        for i in range(1000):
            pass
        signal.signal(signal.SIGUSR1, old)
        return 1
    case('signal', [0], [9], sig)

    def tr(h, hook):
        c = []

        def t(f, e, a):
            if not c:
                c.append(1)
                hook()

        def g():
            pass
        sys.settrace(t)
        g()
        sys.settrace(None)
        return 1
    case('trace', [0], [9], tr)

    def wcb(h, hook):
        x = Thing()
        w = weakref.ref(x, lambda r: hook())
        del x
        return 1
    case('weak callback', [0], [9], wcb)

    def fin(h, hook):

        def g():
            try:
                yield
            finally:
                hook()
        x = g()
        next(x)
        x.close()
        return 1
    case('gen close', [0], [9], fin)

    def fin2(h, hook):

        def g():
            try:
                yield
            finally:
                hook()
        x = g()
        next(x)
        del x
        return 1
    case('gen dropped', [0], [9], fin2)

    def cls(h, hook):

        class B:

            def __init_subclass__(c):
                hook()

        class C(B):
            pass
        return 1
    case('init_subclass', [0], [9], cls)

    def setname(h, hook):

        class D:

            def __set_name__(s, o, n):
                hook()

        class C:
            d = D()
        return 1
    case('set_name', [0], [9], setname)

    def prop(h, hook):

        class C:

            @property
            def p(s):
                hook()
                return 1
        return C().p
    case('property', [0], [9], prop)

    def getattr_(h, hook):

        class C:

            def __getattr__(s, n):
                hook()
                return 1
        return getattr(C(), 'zz')
    case('getattr', [0], [9], getattr_)

    def deco(h, hook):

        def d(f):
            hook()
            return f

        @d
        def f():
            pass
        return 1
    case('decorator', [0], [9], deco)

    def default(h, hook):

        def f(a=hook(), b=2):
            return b
        return f()
    case('default', [0], [9], default)

    def exc(h, hook):

        class E(Exception):

            def __init__(s):
                hook()
        try:
            raise E
        except E:
            return 1
    case('raise', [0], [9], exc)

    def excmatch(h, hook):
        try:
            raise ValueError
        except (hook() and KeyError, ValueError):
            return 1
    case('except expr', [0], [9], excmatch)

    def withx(h, hook):

        class C:

            def __enter__(s):
                hook()
                return s

            def __exit__(s, *a):
                pass
        with C():
            return 1
    case('with enter', [0], [9], withx)

    def lru(h, hook):

        @functools.lru_cache
        def f(x):
            hook()
            return x
        return f(1)
    case('lru', [0], [9], lru)

    def imp(h, hook):
        m = types.ModuleType('hm')
        m.hook = hook
        exec('hook()', m.__dict__)
        return 1
    case('exec', [0], [9], imp)

    def match(h, hook):

        class C:

            @property
            def x(s):
                hook()
                return 1
            __match_args__ = ('x',)
        match C():
            case C(1):
                return 1
    case('match', [0], [9], match)

    def star(h, hook):

        def f(*a, **k):
            return len(a)
        return f(*gen(h, hook), **{'z': 1})
    case('call star', [0], [9], star)

    def augm(h, hook):
        x = [1]
        x += gen(h, hook)
        return x
    case('list +=', [0], [9], augm)
run()
