# Huffman codes: the tree, bits packed into bytes, decoding.
class Node:
    def __init__(self, weight, symbol=None, left=None, right=None, order=0):
        self.weight, self.symbol, self.left, self.right, self.order = weight, symbol, left, right, order

    def __lt__(self, other):
        return (self.weight, self.order) < (other.weight, other.order)

    def walk(self, prefix=""):
        if self.left is None:
            yield self.symbol, prefix or "0"
        else:
            yield from self.left.walk(prefix + "0")
            yield from self.right.walk(prefix + "1")

    def depth(self):
        return 0 if self.left is None else 1 + max(self.left.depth(), self.right.depth())


def build(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    nodes = [Node(n, s, order=i) for i, (s, n) in enumerate(sorted(counts.items()))]
    order = len(nodes)
    while len(nodes) > 1:
        nodes.sort()
        a, b, *nodes = nodes
        nodes.append(Node(a.weight + b.weight, None, a, b, order))
        order += 1
    return nodes[0] if nodes else None


def pack(bits):
    pad = -len(bits) % 8
    bits += "0" * pad
    return bytes([pad]) + bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def unpack(data):
    pad, bits = data[0], "".join(f"{b:08b}" for b in data[1:])
    return bits[:len(bits) - pad]


def encode(data, codes):
    return pack("".join(codes[x] for x in data))


def decode(packed, tree):
    out, node = [], tree
    for bit in unpack(packed):
        if node.left is not None:
            node = node.left if bit == "0" else node.right
        if node.left is None:
            out.append(node.symbol)
            node = tree
    return out


SAMPLES = ["abracadabra", "mississippi river", "aaaaaaa", "the ship of theseus is still the ship of theseus, is it not?", "ab", "Zażółć gęślą jaźń"]
for text in SAMPLES:
    tree = build(text)
    codes = dict(tree.walk())
    packed = encode(text, codes)
    back = "".join(decode(packed, tree))
    print(repr(text), len(text.encode()), "->", len(packed), tree.depth(), back == text)
    print("  ", " ".join(f"{s!r}:{c}" for s, c in sorted(codes.items(), key=lambda p: (len(p[1]), p[1]))))
    assert not any(a != b and b.startswith(a) for a in codes.values() for b in codes.values())
    print("  ", packed.hex())
data = bytes((i * i * 7 + i) % 61 for i in range(2000))
tree = build(data)
codes = dict(tree.walk())
packed = encode(data, codes)
print(len(data), len(packed), tree.depth(), bytes(decode(packed, tree)) == data, build("") is None)
average = sum(len(codes[x]) for x in data) / len(data)
print(f"{average:.4f} bits per symbol, {len(codes)} symbols, shortest {min(map(len, codes.values()))}")
try:
    encode("xyz", dict(build("abc").walk()))
except KeyError as e:
    print("KeyError", e)
