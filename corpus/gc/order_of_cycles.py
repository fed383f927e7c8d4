# Finalisers of a cycle run in the order in which its objects were made, also where memory is used again.
import gc

gc.disable()


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


for links in ((0, 1, 2), (0, 2, 1), (2, 1, 0)):
    nodes = [Node(name) for name in "abc"]
    for i in range(3):
        nodes[links[i]].next = nodes[links[(i + 1) % 3]]
    del nodes
    print("collect")
    gc.collect()
root = Node("root")
root.children = [Node("first"), Node("second")]
for child in root.children:
    child.parent = root
del root, child
gc.collect()
