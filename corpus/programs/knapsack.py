# Dynamic programming: knapsack, coins, longest sequences, memoised recursion.
def knapsack(items, capacity):
    best = [(0, ())] * (capacity + 1)
    for name, weight, value in items:
        for c in range(capacity, weight - 1, -1):
            v, chosen = best[c - weight]
            if v + value > best[c][0]:
                best[c] = v + value, chosen + (name,)
    return best[capacity]


def brute(items, capacity):
    top = 0
    for mask in range(1 << len(items)):
        picked = [it for i, it in enumerate(items) if mask >> i & 1]
        if sum(w for _, w, _ in picked) <= capacity:
            top = max(top, sum(v for *_, v in picked))
    return top


def coins(amount, kinds):
    ways = [1] + [0] * amount
    fewest = [0] + [None] * amount
    for k in kinds:
        for a in range(k, amount + 1):
            ways[a] += ways[a - k]
            if fewest[a - k] is not None and (fewest[a] is None or fewest[a - k] + 1 < fewest[a]):
                fewest[a] = fewest[a - k] + 1
    return ways[amount], fewest[amount]


def rising(seq):
    tails, links = [], []
    for x in seq:
        low, high = 0, len(tails)
        while low < high:
            mid = (low + high) // 2
            if tails[mid][0] < x:
                low = mid + 1
            else:
                high = mid
        node = (x, tails[low - 1] if low else None)
        tails[low:low + 1] = [node]
    node, out = (tails[-1] if tails else None), []
    while node:
        out.append(node[0])
        node = node[1]
    return out[::-1]


def memo(fn):
    cache = {}

    def inner(*args):
        if args not in cache:
            cache[args] = fn(*args)
        return cache[args]
    inner.cache = cache
    return inner


@memo
def paths(r, c):
    return 1 if not r or not c else paths(r - 1, c) + paths(r, c - 1)


@memo
def chain(i, j):
    if i == j:
        return 0, f"M{i}"
    options = []
    for k in range(i, j):
        (a, left), (b, right) = chain(i, k), chain(k + 1, j)
        options.append((a + b + DIMS[i] * DIMS[k + 1] * DIMS[j + 1], f"({left}{right})"))
    return min(options)


def subsets(nums, target):
    def go(i, left, picked):
        if left == 0:
            yield picked
        elif i < len(nums) and left > 0:
            yield from go(i + 1, left - nums[i], picked + [nums[i]])
            yield from go(i + 1, left, picked)
    return list(go(0, target, []))


def max_slice(seq):
    best = current = 0
    span = start = 0, 0
    begin = 0
    for i, x in enumerate(seq):
        if current <= 0:
            current, begin = 0, i
        current += x
        if current > best:
            best, span = current, (begin, i + 1)
    return best, seq[slice(*span)]


ITEMS = [("map", 9, 150), ("compass", 13, 35), ("water", 153, 200), ("sandwich", 50, 160), ("glucose", 15, 60), ("tin", 68, 45), ("banana", 27, 60), ("apple", 39, 40), ("cheese", 23, 30), ("beer", 52, 10)]
for capacity in (0, 10, 50, 100, 200, 400):
    value, names = knapsack(ITEMS, capacity)
    print(capacity, value, value == brute(ITEMS, capacity), names)
print(coins(100, [1, 5, 10, 25, 50]), coins(7, [2, 4]), coins(0, [1]), coins(63, [1, 5, 10, 21, 25]), coins(1000, [1, 2, 5, 10, 20, 50, 100, 200]))
print(rising([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7]), rising([]), rising([5, 4, 3]), rising("the quick brown fox"), len(rising([i * 37 % 101 for i in range(200)])))
print(paths(2, 2), paths(16, 16), paths(30, 30), len(paths.cache))
DIMS = [30, 35, 15, 5, 10, 20, 25]
print(chain(0, 5), len(chain.cache))
print(subsets([3, 34, 4, 12, 5, 2], 9), len(subsets(list(range(1, 13)), 30)), subsets([5], 1))
print(max_slice([-2, 1, -3, 4, -1, 2, 1, -5, 4]), max_slice([-1, -2]), max_slice([]), max_slice([1] * 5))
triangle = [[75], [95, 64], [17, 47, 82], [18, 35, 87, 10], [20, 4, 82, 47, 65]]
rows = [r[:] for r in triangle]
while len(rows) > 1:
    last = rows.pop()
    rows[-1] = [x + max(last[i], last[i + 1]) for i, x in enumerate(rows[-1])]
print(rows[0][0])
