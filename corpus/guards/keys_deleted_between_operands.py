# A name is deleted and comes back at another place between two look-ups of one line.
X = 1
def flip(v):
    g = globals()
    del g["X"]
    g["X"] = v
    return 0
def read(i):
    return X, flip(i), X
print([read(i) for i in range(120)][::17])
def gone():
    del globals()["X"]
    return 1
def late():
    return (X, gone(), X)
for k in range(3):
    X = k
    try:
        print(late())
    except NameError as e:
        print(e)
