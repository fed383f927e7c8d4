# A trie with prefix search, wildcard search, deletion and completion.
class Trie:
    __slots__ = ("children", "value", "end")

    def __init__(self, words=()):
        self.children, self.value, self.end = {}, None, False
        for w in words:
            self[w] = len(w)

    def __setitem__(self, word, value):
        node = self
        for c in word:
            node = node.children.setdefault(c, Trie())
        node.end, node.value = True, value

    def _find(self, prefix):
        node = self
        for c in prefix:
            node = node.children.get(c)
            if node is None:
                return None
        return node

    def __getitem__(self, word):
        node = self._find(word)
        if node is None or not node.end:
            raise KeyError(word)
        return node.value

    def __contains__(self, word):
        node = self._find(word)
        return node is not None and node.end

    def __delitem__(self, word):
        path = [self]
        for c in word:
            node = path[-1].children.get(c)
            if node is None:
                raise KeyError(word)
            path.append(node)
        if not path[-1].end:
            raise KeyError(word)
        path[-1].end, path[-1].value = False, None
        for c, parent, child in zip(reversed(word), reversed(path[:-1]), reversed(path)):
            if child.end or child.children:
                break
            del parent.children[c]

    def __iter__(self):
        return (w for w, _ in self.items())

    def items(self, prefix=""):
        node = self._find(prefix)
        if node is None:
            return
        stack = [(prefix, node)]
        while stack:
            word, node = stack.pop()
            if node.end:
                yield word, node.value
            stack.extend((word + c, node.children[c]) for c in sorted(node.children, reverse=True))

    def __len__(self):
        return self.end + sum(len(c) for c in self.children.values())

    def nodes(self):
        return 1 + sum(c.nodes() for c in self.children.values())

    def match(self, pattern, prefix=""):
        if not pattern:
            if self.end:
                yield prefix
            return
        c, rest = pattern[0], pattern[1:]
        if c == "*":
            yield from self.match(rest, prefix)
            for k in sorted(self.children):
                yield from self.children[k].match(pattern, prefix + k)
        else:
            for k in sorted(self.children) if c == "?" else [c] if c in self.children else []:
                yield from self.children[k].match(rest, prefix + k)

    def near(self, word, distance):
        row = list(range(len(word) + 1))
        found = []

        def visit(node, prefix, row):
            if node.end and row[-1] <= distance:
                found.append((row[-1], prefix))
            for c in sorted(node.children):
                new = [row[0] + 1]
                for i, w in enumerate(word, 1):
                    new.append(min(new[-1] + 1, row[i] + 1, row[i - 1] + (w != c)))
                if min(new) <= distance:
                    visit(node.children[c], prefix + c, new)
        visit(self, "", row)
        return sorted(found)


words = "car card care cared cars cat cart dog do done dot to tea ten tent a an ant émigré été naïve".split()
t = Trie(words)
print(len(t), t.nodes(), list(t))
print("car" in t, "ca" in t, "" in t, t["cared"], dict(t.items("car")), list(t.items("zz")), list(t.items("é")))
for p in ["c?r", "ca*", "*t", "?o*", "*", "????", "t*n*", "zz*", ""]:
    print(repr(p), sorted(set(t.match(p))))
for w in ["carr", "teh", "dogs", "naive", "x"]:
    print(w, t.near(w, 1), len(t.near(w, 2)))
for w in ["car", "cared", "ten", "a"]:
    del t[w]
    print("deleted", w, len(t), t.nodes(), w in t)
for fn in [lambda: t["car"], lambda: t["zzz"], lambda: t.__delitem__("car"), lambda: t.__delitem__("do" * 5), lambda: t[5]]:
    try:
        fn()
    except (KeyError, TypeError) as e:
        print(type(e).__name__, e)
t[""] = "empty"
print("" in t, t[""], len(t), list(t)[:2], bool(t), bool(Trie()))
big = Trie(str(i * i) for i in range(500))
print(len(big), big.nodes(), [w for w in big.items("12")][:5], sum(1 for _ in big.match("*1*0")))
