# [exits] Frames of lambda functions called by builtins.
pairs = [(1, "a"), (2, "b"), ("3", "c")]
print(sorted(pairs[:2], key=lambda p: -p[0]))
print(list(map(lambda p: p[1].upper(), pairs)))
print(sorted(pairs, key=lambda p: -p[0]))
