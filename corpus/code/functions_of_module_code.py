# Code of a module or an expression in a function: its names are the function's globals.
import types

names = {"__builtins__": __builtins__, "base": 40}
module = types.FunctionType(compile("x = len('abc')\nbase += x\nprint(sorted(locals())[-2:])", "m", "exec"), names)
print(module(), names["x"], names["base"])
expression = types.FunctionType(compile("base + 1", "m", "eval"), names)
print([expression() for _ in range(3)], list(map(lambda f: f(), [expression])))
names["base"] = 1
print(expression(*(), **{}))
for wrong in ({"key": 1},):
    try:
        expression(**wrong)
    except TypeError as e:
        print(e)
