print("inner.mod", __name__); x = 3
