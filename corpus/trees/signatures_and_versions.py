# Types of functions as comments write them, and what an older version of Python does not have.
import ast

for text in ("() -> int", "(int, str) -> List[int]", "(int, *str, **a.b) -> None", "(Callable[[int], str]) -> (int)"):
    tree = ast.parse(text, mode="func_type")
    print(ast.dump(tree, include_attributes=True))
    print(ast.unparse(tree))
for text in ("int", "(int)", "(int) ->", "(int -> str", "(int) -> str, int"):
    try:
        ast.parse(text, mode="func_type")
    except SyntaxError as error:
        print(text, "|", error.msg)
try:
    compile("() -> int", "<text>", "func_type")
except ValueError as error:
    print(error)

NEWER = [
    "async def f(): pass", "async def f():\n await g()", "x: int = 1", "a @ b", "1_000", "(x := 1)", "def f(a, /): pass",
    "match x:\n case 1: pass", "try: pass\nexcept* E: pass", "type T = int", "def f[T](): pass", "class C[T]: pass",
    "async def f(): return [x async for x in y]",
]
for minor in (4, 5, 7, 9, 11, 12):
    for text in NEWER:
        try:
            ast.parse(text, feature_version=(3, minor))
        except SyntaxError as error:
            print(minor, text.encode(), error.msg)
