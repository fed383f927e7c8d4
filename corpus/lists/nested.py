# Lists within lists: transposing, flattening, comparing, copying.
grid = [[r * 4 + c for c in range(4)] for r in range(3)]
print(grid, [list(col) for col in zip(*grid)], sum(grid, []), [x for row in grid for x in row if x % 3 == 0])
print([row[:] for row in grid] == grid, [row[::-1] for row in grid[::-1]], [[row[i] for row in grid] for i in range(4)])


def flatten(x):
    if not isinstance(x, list):
        return [x]
    return [z for y in x for z in flatten(y)]


print(flatten([1, [2, [3, [4, []], 5]], [[[[6]]]]]), flatten([]), flatten(7))


def depth(x):
    return 1 + max(map(depth, x), default=0) if isinstance(x, list) else 0


print(depth([]), depth([1, [2, [3]]]), depth(3))


def deepcopy(x):
    return [deepcopy(y) for y in x] if type(x) is list else x


a = [1, [2, [3]]]
b, c = a[:], deepcopy(a)
a[1][1][0] = "changed"
print(a, b, c)
print([[1, 2], [3]] < [[1, 2], [4]], [[]] > [], [[], []] == [[], []], [1, [2]] in [[1, [2]], 3], [[1]].index([1]), [[1], [1]].count([1]))
loop = [1, 2]
loop.append(loop)
loop.insert(0, [loop])
print(loop)
pair = [[], []]
pair[0].append(pair[1])
pair[1].append(pair[0])
print(pair)
try:
    print(pair[0] == pair[1][0], pair[0] == pair[1])
except RecursionError as e:
    print("RecursionError", e)
d = {"self": None}
d["self"] = d
l = [d]
d["list"] = l
print(d, l)
t = ([],)
t[0].append(t)
print(t)
spiral = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
out = []
while spiral:
    out += spiral.pop(0)
    spiral = [list(r) for r in zip(*spiral)][::-1]
print(out)
print(*[[i] * i for i in range(4)], sep=";")
print([[i * j for j in range(1, i + 1)] for i in range(1, 5)])
[[p, q], [r, *s]] = [[1, 2], [3, 4, 5]]
print(p, q, r, s)
