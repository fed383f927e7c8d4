"""Places of nodes: texts in f-strings, generator expressions in calls, single unpacked subscripts."""
import ast
for s in ["f'a{{b{c}d}}e'", "f'{b=} c'", "f'x {b = !r:>5} c'", "f'{a:}'", "f'{a:{b}}'", "f'{a:x{b}y}'", "'a' f'b{c}' 'd' f'e{f}g' 'h'", "f'''a\n{b}\nc'''", "f'{a:%H:%M}'", "f'{a!r:x}'", "f''", "f'a'", "f'{a}{b}'", "rf'\\{a}'", "f'\\n{a}\\x41'", "f'{f\"{x}y\"}'", "('a'\n f'b{c}'\n 'd')", "f'{a:{b:{c}}}'", "f'é{a}é'"]:
    print(s, ast.dump(ast.parse(s,mode='eval').body,include_attributes=True))
def d(s,m='exec'): print(ast.dump(ast.parse(s,mode=m),include_attributes=True))
for s in ["x: tuple[*Ts]", "a[*b] = 1", "del a[*b]", "f(a for a in b)", "f (a for a in b )", "f(\n a for a in b\n)", "f((a for a in b))"]:
    d(s)
