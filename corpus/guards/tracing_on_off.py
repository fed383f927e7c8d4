# Tracing goes on and off in the middle of folded, inlined and specialised code.
import sys
def small(x): return x + K
K = 1
def f(n):
    s = 0
    for i in range(n):
        s += small(i) + len("abc") + (10 if FLAG else 20)
        if i == AT: sys.settrace(tracer)
        if i == AT + 3: sys.settrace(None)
    return s
FLAG = True
AT = -10
lines = []
def tracer(frame, event, arg):
    lines.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
    return tracer
for _ in range(40): f(20)
AT = 5
print(f(20)); print(len(lines), lines[:4])
FLAG = False; lines.clear()
print(f(20), len(lines))
def evil(frame, event, arg):
    global K, FLAG
    if event == "call" and frame.f_code.co_name == "small":
        K += 1; FLAG = not FLAG
        globals()[f"t{K}"] = K
    return None
tracer = evil
AT = 3
print(f(20), K, FLAG); AT = -10
print(f(20))
sys.settrace(None)
