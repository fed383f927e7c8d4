# What the compiler refuses in patterns.
for code in ["match 1:\n case x: pass\n case 2: pass", "match 1:\n case _: pass\n case 2: pass","match 1:\n case 1 | x: pass",
  "match 1:\n case x | 1: pass","match 1:\n case [x, x]: pass","match 1:\n case [*a, *b]: pass","match 1:\n case {1: x, 1: y}: pass",
  "match 1:\n case {'a': x, 'a': y}: pass", "match 1:\n case P(a=1, a=2): pass", "match 1:\n case P(a=1, 2): pass", "match 1:\n case __debug__: pass",
  "match 1:\n case x as _: pass", "match 1:\n case x as y.z: pass", "match 1:\n case {**rest, 1: x}: pass", "match 1:\n case {**_}: pass",
  "match x\n case 1: pass", "match x:\n case 1\n  pass", "match x:\ncase 1: pass", "match x:\n case 1:\n pass", "match x:\n case f'a': pass",
  "match x:\n case -x: pass", "match x:\n case 1+1: pass", "match x:\n case 1j+1: pass", "match x:\n case (a, a): pass\n","match x:\n pass", "match x:\n case {1.0: _, 1: _}: pass", "match x:\n case a.b(): pass\n case a.b: pass\n case (_ as z): pass\n case 4: pass", "match x:\n case {x: 1}: pass", "match x:\n case {-1: 1, -1: 2}: pass", "match *a, b:\n case [x,y]: pass", "match x:\n case 1 if y := 2: pass"]:
    try:
        compile(code, "<c>", "exec")
        print("ok", repr(code))
    except SyntaxError as e:
        print(repr(code), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
