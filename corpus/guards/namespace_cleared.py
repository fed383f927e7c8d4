# A namespace is emptied while its code runs.
ns = {"emptied": None}
exec("""
N = 5
def read():
    total = 0
    for i in range(100):
        total += N
    return total
""", ns)
read = ns["read"]
print(read(), read())
ns.clear()
try:
    read()
except NameError as e:
    print(e)
ns["N"] = 7
try:
    print(read())
except NameError as e:
    print(e)
ns.update(N=8, range=lambda n: [1, 2])
print(read())
del ns["range"]
try:
    print(read())
except NameError as e:
    print(e)
