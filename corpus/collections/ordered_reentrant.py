"""A key whose comparison moves a key of the same OrderedDict, as a cache with a lock around it may do."""
from collections import OrderedDict

order = OrderedDict()


class Key:
    def __init__(self, touches):
        self.touches = touches

    def __hash__(self):
        return 7

    def __eq__(self, other):
        if self.touches:
            order.move_to_end(self)
        return self.touches == other.touches


order[Key(False)] = "plain"
order[Key(True)] = "touching"
for key in (Key(True), Key(True), Key(False), Key(True)):
    order.move_to_end(key)
    print(list(order.values()), list(reversed(order.values())))
