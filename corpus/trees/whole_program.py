"""A program compiled from its tree runs as from its text, and its code says the same places."""

import ast

TEXT = '''
"""doc"""
import os.path as p, sys
def f(a, /, b: int = 3, *c, d=4, e, **k) -> str:
    """fdoc"""
    x = [i for i in range(10) if i % 2]
    y = {k: v for k, v in zip("ab", "cd")}
    return f"{a!r:>{b}} \\n{{}} {x=} \\\\" + "é\\ud800"[0:1] + str(y) + f'{c}{d:03}'
@staticmethod
def h(): yield from (1, 2.5, 3j, b"a\\xff\\\\", ..., None, True, 10**30, -5)
class A[T](metaclass=type):
    x: int = 3
    (y): str = "no annotation"
    def m[U: int](self): return __class__
try:
    f(1, e=2)
except (ValueError, TypeError) as ex: pass
else: print("else")
finally: print("fin")
print(f("a", 10, 7, e=5))
print(list(h()), A().m(), A.__annotations__)
async def co():
    async with x as y, z: pass
    async for i in y: await i
    return [await q async for q in y]
match (1, [2, 3], {"a": 4}):
    case (1, [x, *r], {"a": 4 | 5 as z, **rest}) if x: print(x, r, z, rest)
    case A(x=1): pass
    case None | -1 | 1+2j | "s": pass
while True: break
for i, (j, *k) in [(1, (2, 3, 4))]: print(i, j, k); continue
lam = lambda x, *y, z=1: (x, y, z)
print(lam(1, 2, z=3), not 1, -2 ** 2, 1 < 2 < 3, 1 if 0 else 2, [*range(3)], {**{1: 2}}, (yy := 5))
type X[T] = list[T]
assert 1, "m"
del lam
'''


def compare(a, b):
    print(a.co_name, list(a.co_positions()) == list(b.co_positions()), a == b)
    for x, y in zip(a.co_consts, b.co_consts):
        if hasattr(x, "co_code"):
            compare(x, y)


tree = compile(ast.parse(TEXT), "<text>", "exec")
exec(tree, {"__name__": "here"})
compare(tree, compile(TEXT, "<text>", "exec"))
