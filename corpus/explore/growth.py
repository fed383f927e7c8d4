# [ours] What has grown between two points, and one path to the root in words.
import theseus


class Leak:
    pass


class Node:
    def __init__(self, next=None):
        self.next = next


theseus.growth()
kept = [Leak() for i in range(7)]
print([row for row in theseus.growth() if "__main__" in row[0]])
print([row for row in theseus.growth() if "__main__" in row[0]])
kept.extend(Leak() for i in range(3))
theseus.show_growth(limit=2)
del kept[:]
print([row for row in theseus.growth(None) if "__main__" in row[0]])
chain = {"first": [Node(Node(Node()))]}
print(theseus.path_to_root(chain["first"][0].next.next))
print(theseus.path_to_root(chain["first"]))
print(theseus.path_to_root(Leak))
print(theseus.path_to_root(Leak()))
print(theseus.path_to_root(__import__("sys")))


def function():
    local = Node()
    print(theseus.path_to_root(local).endswith("f_locals['local']"))


function()
