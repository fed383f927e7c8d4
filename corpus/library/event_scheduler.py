# [slow] Events by time and priority.
import sched, time

log = []
clock = [0.0]
s = sched.scheduler(lambda: clock[0], lambda d: clock.__setitem__(0, clock[0] + d))
s.enter(5, 1, log.append, ("five",))
s.enter(1, 2, log.append, argument=("one-low",))
s.enter(1, 1, log.append, argument=("one-high",))
e = s.enterabs(3, 1, log.append, kwargs={}, argument=("three",))
print(len(s.queue), s.empty())
print([(x.time, x.priority, x.argument) for x in s.queue])
s.cancel(e)
try:
    s.cancel(e)
except ValueError as x:
    print("ValueError", x)
print(s.run(blocking=False), log)
s.run()
print(log, clock, s.empty())
print(sched.Event._fields)


def again(n):
    log.append(n)
    if n:
        s.enter(1, 1, again, (n - 1,))


again(3)
s.run()
print(log)
