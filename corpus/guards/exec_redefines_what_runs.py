# exec defines a function again that a loop is calling; one code under two globals.
src = 'def f(x):\n    if x == 3: redefine()\n    return ("v%d", x)\n'
n = 0
def redefine():
    global n
    n += 1
    exec(src % n, globals())
exec(src % 0)
def loop(): return [f(i)[0] for i in range(6)]
print([loop() for _ in range(3)])
for _ in range(40): loop()
print(loop()[-1], n)
ns = {}
for i in range(60):
    exec(f'X = {i}\ndef g(): return X', ns)
    r = ns['g']()
print(r); ns['X'] = 'changed'; print(ns['g']())
code = compile('def h(): return X', '', 'exec')
a, b = {'X': 'a'}, {'X': 'b'}
for i in range(60): exec(code, a); exec(code, b); ra, rb = a['h'](), b['h']()
print(ra, rb); a['X'] = 1; print(a['h'](), b['h']()); del b['X']
try: b['h']()
except NameError as e: print(e)
b.update(a); print(b['h']())
