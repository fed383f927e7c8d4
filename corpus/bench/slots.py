"""[slow] Classes with __slots__: reads, writes and methods on fixed-layout objects."""
import sys


class Particle:
    __slots__ = ("x", "y", "vx", "vy")

    def __init__(self, x, y, vx, vy):
        self.x = x
        self.y = y
        self.vx = vx
        self.vy = vy

    def move(self):
        self.x += self.vx
        self.y += self.vy
        if self.x < 0 or self.x > 1000:
            self.vx = -self.vx
        if self.y < 0 or self.y > 1000:
            self.vy = -self.vy

    def key(self):
        return self.x * 3 + self.y


def main(n):
    swarm = [Particle(i * 13 % 1000, i * 29 % 1000, i % 7 - 3, i % 5 - 2) for i in range(100)]
    check = 0
    for step in range(n):
        for p in swarm:
            p.move()
        check = (check * 3 + swarm[step % 100].key()) % 1000003
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
print("checksum", main(n))
