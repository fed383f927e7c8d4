# Where the marks of a traceback lie under an operator whose right operand stands in parentheses.
import io
import linecache
import traceback

PROGRAMS = [
    "print(1/(x))",
    "print(1//x)",
    "print(1 / x)",
    "1%(x)",
    "print((1)/(x))",
    "print(((1)) /((x)))",
    "1/ (  x)",
    "1//(x)",
    "5/-x",
    "2**'a'",
    "x@(x)",
    "x+('a')",
    "x [1]",
    "(x)[(1)]",
    "f'{1/(x)}'",
    "1/(x)+(2)",
    "2+(3+(4/(x)))",
    "[i for i in range(3) if 1/(i-1)]",
    "(lambda: 7%(x))()",
]


for number, text in enumerate(PROGRAMS):
    name = f"<program {number}>"
    linecache.cache[name] = len(text) + 1, None, [text + "\n"], name
    try:
        exec(compile(text + "\n", name, "exec"), {"x": 0})
    except Exception:
        out = io.StringIO()
        traceback.print_exc(file=out)
        print(out.getvalue().split("\n", 3)[3])
