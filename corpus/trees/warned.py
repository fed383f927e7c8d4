"""The warnings of the parser come with the tree, those of the compiler with the code."""
import ast, warnings
def run(f, *a):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try: f(*a)
        except SyntaxError as e: print(e.msg)
        print([(x.category.__name__, str(x.message), x.lineno, x.filename) for x in w])
for s in ['x = "\\d"\n\ny = 1if 1 else 2', 'assert (1, 2)\n"\\e"', '1 is 1', 'f"\\d{x}"', 'b"\\d"', '0x1for x in y', '[1 2]\n"\\d"']:
    print(repr(s)); run(ast.parse, s); run(compile, s, "<s>", "exec")
    try: t = ast.parse(s)
    except SyntaxError: continue
    run(compile, t, "<t>", "exec")
warnings.simplefilter("error")
for s in ['x = "\\d"', '1if 1 else 2', '1 is 1']:
    for f in (ast.parse, lambda s: compile(s, "<s>", "exec")):
        try: f(s); print("fine")
        except Exception as e: print(type(e).__name__, e, e.lineno, e.offset, e.end_offset, e.text)
