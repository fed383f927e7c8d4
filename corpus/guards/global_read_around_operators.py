# A global read before and after every operator, one of whose operands rebinds it.
class Ev:
    def __init__(s, f): s.f = f
    def __add__(s, o): s.f(); return o
    __radd__ = __mul__ = __getitem__ = __call__ = __add__
    def __lt__(s, o): s.f(); return True
    def __contains__(s, o): s.f(); return False
    def __neg__(s): s.f(); return 0
    def __iter__(s): s.f(); return iter((1, 2))
    def __bool__(s): s.f(); return True
    def __index__(s): s.f(); return 0
    def __hash__(s): s.f(); return 1
    def __eq__(s, o): s.f(); return False
    def __str__(s): s.f(); return 's'
    def __format__(s, spec): s.f(); return 'f'
    def __len__(s): s.f(); return 1
    def __getattr__(s, n): s.f(); return n
    def __setitem__(s, k, v): s.f()
    def __enter__(s): s.f()
    def __exit__(s, *a): s.f()
K = 0
def bump():
    global K
    K += 1
nop = lambda: None
ops = [lambda e: (K, e + 1, K), lambda e: (K, 1 + e, K), lambda e: (K, e * 2, K), lambda e: (K, e[0], K), lambda e: (K, e(0), K), lambda e: (K, e < 1, K),
 lambda e: (K, 1 in e, K), lambda e: (K, -e, K), lambda e: (K, not e, K), lambda e: (K, [5][e], K), lambda e: (K, len({e: 1}), K), lambda e: (K, e == 1, K),
 lambda e: (K, f'{e}', K), lambda e: (K, str(e), K), lambda e: (K, len(e), K), lambda e: (K, e.zz, K), lambda e: (K, [x + K for x in e], K), lambda e: (K, e and 1, K), lambda e: (K, 1 if e else 2, K)]
quiet, ev = Ev(nop), Ev(bump)
for op in ops:
    for _ in range(20): op(quiet)
    K = 0
    print(op(ev), end=' ')
print()
def st(e):
    a = K; e[0] = 1; b = K
    with e: c = K
    d = K
    x, y = e
    return a, b, c, d, K
for _ in range(30): st(quiet)
K = 0; print(st(ev))
