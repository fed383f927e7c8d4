# Lines of what raises in loops over constant ranges.
import traceback, sys
def bad(x):
    if x == 3: raise ValueError(x)
    return x
def loop(n):
    for i in range(5):
        y = bad(i)
        z = (y +
             bad(i))
def loop2():
    for i in range(2, 8, 2):
        try:
            1 // (i - 4)
        except ZeroDivisionError:
            for j in range(3):
                if j == 2: raise
for fn in (lambda: loop(1), loop2):
    for _ in range(30):
        try: fn()
        except Exception as e: tb = e
    print([(f.lineno, f.name) for f in traceback.extract_tb(tb.__traceback__)])
    t = tb.__traceback__
    while t.tb_next: t = t.tb_next
    print(sorted(t.tb_frame.f_locals.items()))
    traceback.print_exception(tb, file=sys.stdout)
