"""Places that a program gives to nodes are those of tracebacks and code."""

import ast
import traceback

tree = ast.parse("def f():\n    return 1 / 0\n\n\nf()")
tree.body[0].body[0].lineno = tree.body[0].body[0].end_lineno = 40
tree.body[0].body[0].value.lineno = tree.body[0].body[0].value.end_lineno = 41
ast.increment_lineno(tree.body[1], 100)
code = compile(tree, "nowhere", "exec")
try:
    exec(code, {})
except ZeroDivisionError as e:
    for frame, line in traceback.walk_tb(e.__traceback__):
        print(frame.f_code.co_name, line)
print(code.co_consts[0].co_name, code.co_consts[0].co_firstlineno)


class Double(ast.NodeTransformer):
    """Doubles numbers."""

    def visit_Constant(self, node):
        if isinstance(node.value, int):
            return ast.copy_location(ast.BinOp(node, ast.Mult(), ast.Constant(2)), node)
        return node


tree = ast.fix_missing_locations(Double().visit(ast.parse("x = [1, 2, 'a', (3, 4)]")))
space = {}
exec(compile(tree, "<doubled>", "exec"), space)
print(space["x"], ast.unparse(tree))
print(eval(compile(ast.fix_missing_locations(ast.Expression(ast.Constant((1, "a", (2, b"x"))))), "", "eval")))
print(eval(compile(ast.fix_missing_locations(ast.Expression(ast.Constant(frozenset([1])))), "", "eval")))
node = ast.parse("a.b", mode="eval")
print(compile(node, "", "eval", ast.PyCF_ONLY_AST) is node)
exec(compile(ast.Interactive(ast.parse("1 + 1").body), "", "single"))
for name in ("Name", "operator", "expr_context", "arguments", "alias", "type_param", "mod"):
    print(getattr(ast, name).__doc__)
