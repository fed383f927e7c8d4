# Line events of loops, and of the line that a jump chose.
import sys
src = "x = 1\ny = 2\nz = 3\nw = 5\nv = 6\n"
def run(jumps):
    seen = []
    left = dict(jumps)
    def tr(frame, ev, arg):
        if frame.f_code.co_filename == "<q>":
            seen.append((ev, frame.f_lineno))
            if ev == "line" and frame.f_lineno in left:
                frame.f_lineno = left.pop(frame.f_lineno); seen.append(("at", frame.f_lineno))
        return tr
    sys.settrace(tr)
    try:
        exec(compile(src, "<q>", "exec"), {})
    except NameError as e:
        seen.append(str(e))
    sys.settrace(None)
    print(seen)
run({1: 4}); run({3: 1}); run({2: 2}); run({5: 1, 2: 4}); run({1:3, 3:5})
src = "for i in range(2):\n    a = i\n    b = a\nc = 1\nwhile c < 3:\n    c += 1\n    d = c\n"
run({3: 2}); run({2: 3}); run({7: 6}); run({4: 7}); run({7:5})
def told(src):
    seen = []
    def tr(frame, ev, arg):
        if frame.f_code.co_filename == "<q>": seen.append((ev, frame.f_lineno))
        return tr
    c = compile(src, "<q>", "exec")
    sys.settrace(tr); exec(c, {"N": 2, "L": [1, 2]}); sys.settrace(None); print(seen)
told("for i in range(2):\n    a = i\n    b = a\nc = 1\n")
told("for i in range(N):\n    a = i\n    b = a\nc = 1\n")
told("for i in L:\n    a = i\n    b = a\nc = 1\n")
told("def f():\n  for i in range(2):\n    a = i\n    b = a\n  c = 1\nf()\n")
told("def f():\n  for i in L:\n    a = i\n    b = a\n  else:\n    d=1\n  c = 1\nf()\n")
told("while N:\n  N -= 1\n  x = 1\nelse:\n  y = 1\n")
told("with open('/dev/null') as f:\n  x = 1\ntry:\n  1/0\nexcept ValueError:\n  pass\nexcept ZeroDivisionError as e:\n  y = 1\nfinally:\n  z = 2\n")
told("for i in range(3):\n  if i == 1: continue\n  if i == 2: break\n  x = i\nelse:\n  y = 1\nz = (1,\n 2)\nprint(\n 'a',\n 'b')\n")
