# Shortest paths, topological order, components and spanning trees of graphs.
class Graph:
    def __init__(self, directed=False):
        self.edges, self.directed = {}, directed

    def add(self, a, b, w=1):
        self.edges.setdefault(a, {})[b] = w
        self.edges.setdefault(b, {})
        if not self.directed:
            self.edges[b][a] = w
        return self

    @classmethod
    def parse(cls, text, **kw):
        g = cls(**kw)
        for part in text.split():
            a, b, *w = part.split("-")
            g.add(a, b, int(w[0]) if w else 1)
        return g

    def __iter__(self):
        return iter(sorted(self.edges))

    def __len__(self):
        return len(self.edges)

    def __getitem__(self, node):
        return sorted(self.edges[node].items())

    def dijkstra(self, start):
        dist, prev, done = {start: 0}, {}, set()
        while len(done) < len(dist):
            d, node = min((d, n) for n, d in dist.items() if n not in done)
            done.add(node)
            for other, w in self[node]:
                if w < 0:
                    raise ValueError(f"negative edge {node}-{other}")
                if d + w < dist.get(other, float("inf")):
                    dist[other], prev[other] = d + w, node
        return dist, prev

    def path(self, a, b):
        dist, prev = self.dijkstra(a)
        if b not in dist:
            return None
        path = [b]
        while path[-1] != a:
            path.append(prev[path[-1]])
        return dist[b], "".join(reversed(path))

    def bfs(self, start):
        seen, queue = {start}, [start]
        for node in queue:
            yield node
            for other, _ in self[node]:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)

    def dfs(self, node, seen=None):
        seen = set() if seen is None else seen
        seen.add(node)
        yield node
        for other, _ in self[node]:
            if other not in seen:
                yield from self.dfs(other, seen)

    def components(self):
        left = set(self.edges)
        while left:
            part = set(self.bfs(min(left)))
            left -= part
            yield sorted(part)

    def topological(self):
        state, order = {}, []

        def visit(n, trail):
            if state.get(n) == "open":
                raise ValueError("cycle " + "".join(trail[trail.index(n):] + [n]))
            if n not in state:
                state[n] = "open"
                for other, _ in self[n]:
                    visit(other, trail + [n])
                state[n] = "done"
                order.append(n)
        for n in self:
            visit(n, [])
        return order[::-1]

    def kruskal(self):
        parent = {n: n for n in self}

        def root(n):
            while parent[n] != n:
                parent[n] = parent[parent[n]]
                n = parent[n]
            return n
        for w, a, b in sorted((w, a, b) for a in self for b, w in self[a] if a < b):
            if (ra := root(a)) != (rb := root(b)):
                parent[ra] = rb
                yield w, a + b

    def floyd(self):
        nodes = list(self)
        inf = float("inf")
        d = {(a, b): 0 if a == b else self.edges[a].get(b, inf) for a in nodes for b in nodes}
        for k in nodes:
            for i in nodes:
                for j in nodes:
                    if d[i, k] + d[k, j] < d[i, j]:
                        d[i, j] = d[i, k] + d[k, j]
        return d


g = Graph.parse("A-B-4 A-C-2 B-C-1 B-D-5 C-D-8 C-E-10 D-E-2 D-F-6 E-F-3 X-Y-1 Z-Z-1")
print(len(g), list(g), g["C"])
print(dict(sorted(g.dijkstra("A")[0].items())), g.path("A", "F"), g.path("A", "A"), g.path("A", "X"))
print("".join(g.bfs("A")), "".join(g.dfs("A")), list(g.components()), list(g.kruskal()), sum(w for w, _ in g.kruskal()))
d = g.floyd()
assert all(d[a, b] == g.dijkstra(a)[0].get(b, float("inf")) for a in g for b in g)
for a in "ABC":
    print(a, [d[a, b] for b in g])
dag = Graph.parse("shirt-tie tie-jacket trousers-shoes trousers-belt belt-jacket socks-shoes", directed=True)
print(dag.topological())
for bad in ("a-b b-c c-a c-d", "a-a"):
    try:
        print(Graph.parse(bad, directed=True).topological())
    except ValueError as e:
        print(e)
try:
    Graph(True).add("a", "b", -1).dijkstra("a")
except ValueError as e:
    print(e)
grid = Graph()
for x in range(6):
    for y in range(6):
        for dx, dy in ((1, 0), (0, 1)):
            if x + dx < 6 and y + dy < 6:
                grid.add((x, y), (x + dx, y + dy), 1 + (x * 7 + y * 3 + dx) % 5)
dist, prev = grid.dijkstra((0, 0))
print([dist[i, i] for i in range(6)], sum(dist.values()))
