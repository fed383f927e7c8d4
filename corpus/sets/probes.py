# Ints in sets that were emptied and filled again, so that look-up passes places of deleted keys.
import random

random.seed(5)
sizes = []
for top in (4, 12, 40, 400):
    s, model = set(), {}
    for step in range(3000):
        k = random.randrange(-top, top)
        if random.random() < 0.5:
            s.add(k)
            model[k] = 1
        else:
            s.discard(k)
            model.pop(k, None)
        k = random.randrange(-top, top)
        assert (k in s) == (k in model)
        if k in s:
            assert k in model
        if step % 500 == 0:
            assert sorted(s) == sorted(model)
            sizes.append(len(s))
print(len(sizes))
s = {0, 8, 16, 24, 32}
s.remove(8)
print(8 in s, 16 in s, 40 in s, 0 in s, True in s, 0.0 in s, 16.0 in s)
s.add(8.0)
print(8 in s, sorted(s))


class Sixteen:
    def __hash__(self):
        return 16

    def __eq__(self, other):
        print("asked")
        return other == 16


s = {0, Sixteen()}
print(16 in s, 0 in s, 32 in s)
