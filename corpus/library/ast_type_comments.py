# ast.parse with type comments: where they are taken, and where they are not.
import ast

SOURCE = '''\
x = 1  # type: int
y = z = []  #type:List[int]
s = "# type: no"  # type: str  # more
t = (1,
     2)  # type: Tuple[int, int]
a = 1; b = 2  # type: int
n: int = 3
print(x)  # type: ignore
q = 4  # type: ignore[assignment]
r = 5  # type: ignored
for i in range(3):  # type: int
    pass
with open("f") as f, open("g"):  # type: IO
    pass
with (a as b):
    u = 1 # type: U
def one(a, b):  # type: (int, str) -> bool
    return a
def two(a,  # type: int
        *args,  # type: str
        b=[1, 2],  # type: list
        c=(3),
        **kw  # type: Any
        ):
    # plain
    # type: (...) -> None
    """Documentation."""
def three(p, # type: ignore
          q):
    pass
async def four(a):
    # type: (int) -> int
    async for k in a:  # type: K
        pass
    async with a:  # type: W
        pass
class C:
    attribute = None  # type: Optional[int]
    @property
    def m(self): # type: () -> int
        return lambda v: v
'''
tree = ast.parse(SOURCE, type_comments=True)
for node in ast.walk(tree):
    comment = getattr(node, "type_comment", None)
    if comment is not None:
        name = getattr(node, "name", getattr(node, "arg", ""))
        print(type(node).__name__, name, node.lineno, repr(comment))
print([(i.lineno, i.tag) for i in tree.type_ignores])
plain = ast.parse(SOURCE)
print(any(getattr(node, "type_comment", None) for node in ast.walk(plain)), plain.type_ignores)
try:
    ast.parse("def f(\n    *,  # type: int\n    a,\n): pass", type_comments=True)
except SyntaxError as e:
    print(e.msg)
print(ast.unparse(ast.parse("x = 1  # type: int\nfor i in x:  # type: str\n    pass", type_comments=True)))
