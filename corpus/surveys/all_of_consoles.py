# code and codeop: sources that are whole, unfinished, wrong.  [slow]
import code, codeop, sys, io
for s in ("x = 1", "if x:", "if x:\n  y", "if x:\n  y\n", "x =", "(", "'''a", "a b", "", "# c", "for i in x: pass\nelse:", "1/0", "@d", "class A:", "x \\", "try:", "try:\n a\n", "def f(): pass", "def f():\n  return 1\n\n", "if 1: pass\nx = 2", "'\\d'", "a;b;"):
    try: print(repr(s), (r := codeop.compile_command(s)) and type(r).__name__)
    except (SyntaxError, OverflowError, ValueError) as e: print(repr(s), type(e).__name__, e)
i = code.InteractiveInterpreter({"q": 1}); sys.stderr = sys.stdout
print(i.runsource("q + 1"), i.runsource("if q:"), i.runsource("1/0"), i.runsource("a b"), i.runsource("x = 5"), i.locals["x"], i.runsource("raise SystemExit") if 0 else "")
c = code.InteractiveConsole({"__name__": "c"}); print(c.push("for i in range(2):"), c.push("  print(i)"), c.push(""), c.buffer, c.push("def f(:"), c.push("f'{x'"))
lines = iter(["y = 3", "y", "if y:", "  print('yes')", "", "undefined", "import sys; print(sys.ps1)"])
def rf(prompt):
    print(repr(prompt), end=" ")
    try: return next(lines)
    except StopIteration: raise EOFError
code.interact(banner="BANNER", readfunc=rf, local={}, exitmsg="BYE")
cc = codeop.CommandCompiler(); print(type(cc("from __future__ import annotations")), cc.compiler.flags > 0); print(codeop.Compile()("1", "f", "eval").co_filename)
try: i.runcode(compile("sys_exit", "f", "exec"))
except Exception as e: print(e)
