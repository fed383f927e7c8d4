# Tuples as records: grouping, sorting, swapping, dict keys.
people = [("Ann", 31, "Oslo"), ("Bob", 25, "Rome"), ("Cid", 31, "Rome"), ("Dee", 19, "Oslo")]
for name, age, city in sorted(people, key=lambda r: (-r[1], r[0])):
    print(f"{name:<5}{age:>3} {city}")
by_city = {}
for name, age, city in people:
    by_city.setdefault(city, []).append((age, name))
print(by_city, {c: max(v) for c, v in by_city.items()}, {c: sum(a for a, _ in v) / len(v) for c, v in by_city.items()})
grid = {(x, y): x * y for x in range(3) for y in range(3)}
print(grid[2, 2], grid[(1, 2)], (3, 3) in grid, sum(grid.values()), [k for k in grid if grid[k] == 2], grid.get((9, 9), "off"))
a, b, c = 1, 2, 3
a, b, c = c, a, b
print(a, b, c)
(a, b), c = (b, c), a
print(a, b, c)
names, ages, cities = zip(*people)
print(names, ages, cities, list(zip(names, ages))[0], dict(zip(names, ages)))
ranked = list(enumerate(sorted(people, key=lambda r: r[1]), 1))
for rank, (name, *rest) in ranked:
    print(rank, name, rest)
print(max(people, key=lambda r: len(r[2]) * r[1]), min(people)[0], [r[0] for r in people if r[1] > 30], (*people[0], "extra"), people[0] + people[1][:1], people.index(("Bob", 25, "Rome")))
edges = ((1, 2), (2, 3), (1, 3))
graph = {}
for u, v in edges:
    graph.setdefault(u, set()).add(v)
    graph.setdefault(v, set()).add(u)
print({k: sorted(v) for k, v in graph.items()})
try:
    for x, y in [(1, 2), (3, 4, 5)]:
        print(x, y)
except ValueError as e:
    print(e)
try:
    for x, y in [(1, 2), 3]:
        print(x, y)
except TypeError as e:
    print(e)
nested = (1, (2, (3, (4, ()))))
def walk(t):
    return [] if not t else [t[0]] + walk(t[1])
print(walk(nested), str(nested), repr(((),)), ((((1)))), ((((1,)))), type((1)).__name__, type((1,)).__name__)
print(tuple(sorted((3, 1, 2))), tuple(reversed((1, 2, 3))), (1, 2, 3)[slice(1, None)], divmod(17, 5), (1, 2) + (3,) * 2, (1, 2) * 2 == (1, 2, 1, 2), not (), (0,) and "non-empty", (1, [2]) == (1, [2]))
