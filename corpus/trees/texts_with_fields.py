"""[slow] Trees of f-strings: a format with fields ends in a text; a value may be any expression that gives a text."""

import ast

for source in 'f"{x:{w}}"', 'f"{x:>{w}}"', 'f"{x:{w}f}"', 'f"{x:{a}{b}} z"', 'f"{x:5}"', 'f"{x!r:{w!r}}"', 'f"{x:{y:{z}}}"':
    tree = ast.parse(source, mode="eval")
    print(ast.dump(tree.body))
    print(ast.unparse(tree))
    compile(tree, "", "eval")

call = ast.Call(ast.Name("str", ast.Load()), [ast.Constant(5)], [])
joined = ast.JoinedStr([ast.Constant("a"), call, ast.Name("name", ast.Load()), ast.Constant("z")])
tree = ast.fix_missing_locations(ast.Expression(joined))
print(eval(compile(tree, "", "eval"), {"name": "-", "str": str}))
