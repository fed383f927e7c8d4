# Where nodes begin and end that the source writes with parentheses or doubled braces around.
import ast

for text in (
    "(y := (x := (0)))", "f(y:=(1))", "[y:=(1), 2]", "if (y := (0)): pass", "(y := (f(x)))", "(y := (1)  )",
    "f'a{{b}}c{x}{{'", "f'{{'", "f'{x}}}'", "f'{{{x}'", "'c' f'{{'",
    "match a, b:\n  case 1: pass", "match *a, b:\n  case 1: pass", "match a,:\n  case 1: pass",
    "match (a, b):\n  case 1: pass", "match (a), b :\n  case 1: pass", "match lambda: 1, 2:\n  case 1: pass",
):
    print(repr(text))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.NamedExpr, ast.Constant, ast.Tuple, ast.Starred, ast.JoinedStr)):
            print("  ", type(node).__name__, (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))

match = 5
match x := 3,:
    case (y,):
        print("one", y)
match 1, 2:
    case a, b:
        print("two", a, b)
print(match)
