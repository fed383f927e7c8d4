# A module's dict is cleared while one of its functions runs, and filled again.
import types
m = types.ModuleType("m")
exec("""
LIMIT = 3
def step(i): return i + LIMIT
def run(n, when):
    s = 0
    for i in range(n):
        s += step(i)
        when(i)
    return s
""", m.__dict__)
print(m.run(100, lambda i: None))
saved = dict(m.__dict__)
def when(i):
    if i == 60:
        m.__dict__.clear()
        m.__dict__.update(saved)
        m.LIMIT = 1000
print(m.run(100, when))
def kill(i):
    if i == 10:
        m.__dict__.clear()
try:
    m.run(100, kill)
except NameError as e:
    print(e)
print(sorted(m.__dict__))
m.__dict__.update(saved)
print(m.run(50, lambda i: None))
