"""gc.set_debug, gc.freeze, callbacks and statistics."""

import gc


class Node:
    pass


def cycle():
    a = Node()
    a.a = a


print(gc.get_debug())
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
print(len(gc.get_stats()), sorted(gc.get_stats()[0]))


def told(phase, info):
    print(phase, sorted(info), info['generation'])


gc.callbacks.append(told)
gc.collect()
gc.collect(0)
gc.callbacks.clear()
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.get_debug())
cycle()
print(gc.collect() > 0, [type(o).__name__ for o in gc.garbage if isinstance(o, Node)])
gc.set_debug(0)
gc.garbage.clear()
cycle()
gc.collect()
print(gc.garbage)
for wrong in 'x', None, 1.5:
    try:
        gc.set_debug(wrong)
    except TypeError as e:
        print(e)
