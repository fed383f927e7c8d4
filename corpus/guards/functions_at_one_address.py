# A function that dies leaves its place to another one with another code.
import types
def zero(): return 0
def one(): return 1
def call(f): return f()
def make(i): return types.FunctionType((zero, one)[i % 2].__code__, globals())
res = []
for i in range(400):
    f = make(i)
    res.append((call(f), call(f)) == (i % 2, i % 2))
    f = None
print(all(res))
