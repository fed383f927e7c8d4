"""Trees that are none of Python's."""

import ast
from ast import Assign, BoolOp, Compare, Constant, Dict, Expr, Expression, If, Load, Module, Name, Raise, Store, Try


def module(*body):
    return ast.fix_missing_locations(Module(body=list(body), type_ignores=[]))


def show(make):
    try:
        compile(make(), "<tree>", "exec")
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print("fine")


x = Name("x", Load())
one = Constant(1)
show(lambda: Module(body=[Expr(x)], type_ignores=[]))
show(lambda: module(Expr(Name("x", Store()))))
show(lambda: module(Assign([x], one)))
show(lambda: module(Assign([], one)))
show(lambda: module(Assign([one], one)))
show(lambda: module(Expr(Constant([1]))))
show(lambda: module(If(one, [], [])))
show(lambda: module(3))
show(lambda: Module(body=3))
show(lambda: Module(body=3, type_ignores=[]))
show(lambda: Expression(one))
show(lambda: module(Expr(None)))
show(lambda: module(None))
show(lambda: module(Expr(Name(3, Load()))))
show(lambda: module(Expr(Name("None", Load()))))
show(lambda: module(Expr(Compare(one, [], []))))
show(lambda: module(Expr(BoolOp(ast.And(), [one]))))
show(lambda: module(Expr(Dict([one], []))))
show(lambda: module(Expr(ast.ListComp(one, []))))
show(lambda: module(Raise(None, one)))
show(lambda: module(Try([ast.Pass()], [], [], [])))
show(lambda: module(ast.Global([])))
show(lambda: module(ast.Import([])))
show(lambda: module(ast.ImportFrom("m", [ast.alias("a")], -1)))
show(lambda: module(ast.Return(one)))
show(lambda: module(ast.Break()))
show(lambda: module(ast.Match(one, [])))
show(lambda: module(ast.Delete([one])))
show(lambda: module(ast.With([], [ast.Pass()])))
show(lambda: "x = 1")
show(lambda: 3)
