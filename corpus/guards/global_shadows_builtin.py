# A global of a builtin's name comes, changes and goes.
def hot(n):
    out = []
    for i in range(n):
        out.append(max(1, 2))
    return out[-1]


print(hot(100))
max = lambda *a: "shadow"
print(hot(100))
max = lambda *a: "other"
print(hot(100))
del max
print(hot(100))
for i in range(5):
    globals()["max"] = min
    print(hot(40), end=" ")
    del globals()["max"]
    print(hot(40), end=" ")
print()
