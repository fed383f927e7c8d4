# [slow] Syntax trees.
import ast

TEXT = '''
import a.b as c, d
from ..x import (y as z, w)
@deco(1)
class A(B, *C, k=1, **kw):
    """Doc."""
    x: int = 10**30
    def f(self, a, /, b=1.5, *args, c=2j, d, **kw) -> None:
        global g
        return lambda x, *y: (yield)
async def h():
    async with a as b, c: await d
    async for i in j: break
    else: pass
    return [x async for x in y if z if w]
for (i, *j), k[0] in l:
    continue
while not a or b and c: del a.b, c[1:2, ::3]
try:
    raise E from f
except (A, B) as e: pass
except: ...
else: assert x, "msg"
finally: a += 1; b @= 2
with (open(f) as g): pass
x = y = [1, 'a' "b", b'c' b'd', True, None, ..., -1, {1, 2}, {'k': v, **w}, (1,), ()]
if a < b <= c is not d not in e: pass
elif (n := 3): pass
f"plain{a!r:>10}x{b=}{{}}" f'{c:{d}z}'
match x:
    case [1, *rest] | {"k": v, **others} if rest: pass
    case P(a, b=c) as q: pass
    case None | -1 | "s" | a.b: pass
    case _: pass
{k: v for k in a for v in b}
u"old"
x if y else z
type X[T: int, *Ts, **P] = list[T]
def gen[T](a: T): yield from a
'''
tree = ast.parse(TEXT)
text = ast.dump(tree, indent=1, include_attributes=False)
print(text)
print(ast.unparse(tree))
for node in ast.walk(tree):
    if isinstance(node, (ast.Name, ast.Call, ast.BinOp, ast.Subscript)):
        print(type(node).__name__, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset,
              ast.get_source_segment(TEXT, node))
print(ast.literal_eval("{'a': [1, 2.5, (True, None)], 'b': -1, 3: {4}, 'c': 1+2j}"))
for bad in ("f()", "a", "1 + 'a'", "1 +", "[*a]"):
    try:
        print(ast.literal_eval(bad))
    except Exception as e:
        print(bad, type(e).__name__, str(e).split(" at 0x")[0])


class Doubler(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


doubled = ast.fix_missing_locations(Doubler().visit(ast.parse("print(1 + 2, 'ab')")))
exec(compile(doubled, "<tree>", "exec"))
made = ast.fix_missing_locations(ast.Expression(ast.BinOp(ast.Constant(2), ast.Mult(), ast.Constant(21))))
print(eval(compile(made, "", "eval")))
print(ast.dump(ast.parse("1 + x", mode="eval")), ast.get_docstring(tree.body[2]))
print(ast.Name("x"), ast.Name("x")._fields) if 0 else print(ast.Name("x").id, ast.Name._fields)
try:
    ast.Name("a", "b", "c")
except TypeError as e:
    print(e)
try:
    ast.parse("x = = 1")
except SyntaxError as e:
    print(e, e.lineno, e.offset)
