# __match_args__, guards and constants of match change while it runs.
class Pt:
    __match_args__ = ('x', 'y')
    def __init__(s, x, y): s.x = x; s.y = y
def m(o):
    match o:
        case Pt(0, y): return 'zero', y
        case Pt(x, y) if hook(): return 'pt', x, y
        case {'k': v, **rest}: return 'map', v, rest
        case [a, *b]: return 'seq', a, b
        case LIM.V: return 'const'
        case _: return 'other'
def hook(): return True
class LIM: V = 5
for _ in range(40):
    for o in (Pt(0, 1), Pt(1, 2), {'k': 1}, [1, 2], 5, 6): m(o)
print([m(o) for o in (Pt(0, 1), Pt(1, 2), {'k': 1}, [1, 2], 5, 6)])
Pt.__match_args__ = ('y', 'x'); print(m(Pt(0, 1)), m(Pt(1, 0)))
def hook(): Pt.__match_args__ = (); return False
print(m(Pt(1, 2)))
try: m(Pt(1, 2))
except TypeError as e: print(e)
Pt.__match_args__ = ('x', 'y'); LIM.V = 6; hook = lambda: True; print(m(5), m(6))
Pt.x = property(lambda s: 0, lambda s, v: None); print(m(Pt(9, 1)))
class S:
    __match_args__ = 'x'
try:
    match S():
        case S(1): pass
except TypeError as e: print(e)
LIM = type('L', (), {'V': property(lambda s: 1)})(); print(m(1))
