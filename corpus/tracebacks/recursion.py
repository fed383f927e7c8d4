# [exits] The traceback of endless recursion has repeated lines folded.
def f(n):
    return f(n + 1)


print("go")
f(0)
