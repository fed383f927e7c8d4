# __init__ is replaced while it makes further instances.
class Node:
    def __init__(self, d):
        self.d = d
        if d == 3: Node.__init__ = alt
        self.kids = [Node(d - 1) for _ in range(2)] if d else []
    def count(self): return 1 + sum(k.count() for k in self.kids)
orig = Node.__init__
def alt(self, d):
    self.d = -d
    if d == 0: Node.__init__ = orig
    self.kids = [Node(d - 1)] if d > 0 else []
print([Node(5).count() for _ in range(8)])
