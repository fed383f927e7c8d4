# A scripted text adventure: rooms, items, parser, exceptions as control flow.
class Quit(Exception):
    pass


class Refused(Exception):
    pass


class Thing:
    def __init__(self, name, text, *, weight=1, fixed=False):
        self.name, self.text, self.weight, self.fixed = name, text, weight, fixed

    def __str__(self):
        return f"{'an' if self.name[0] in 'aeiou' else 'a'} {self.name}"


class Room:
    def __init__(self, name, text, *things, dark=False):
        self.name, self.text, self.dark = name, text, dark
        self.things = {t.name: t for t in things}
        self.exits, self.locks = {}, {}

    def join(self, way, other, lock=None):
        self.exits[way] = other
        other.exits[OPPOSITE[way]] = self
        if lock:
            self.locks[way] = lock
        return other


OPPOSITE = {"north": "south", "east": "west", "up": "down"}
OPPOSITE |= {v: k for k, v in OPPOSITE.items()}


def listing(items, empty="nothing"):
    *most, last = [str(i) for i in items] or [empty]
    return (", ".join(most) + " and " if most else "") + last


class Game:
    capacity = 5

    def __init__(self):
        harbour = Room("Harbour", "A ship with black sails lies here.", Thing("rope", "Long and strong."), Thing("ship", "Every plank is new.", fixed=True))
        square = harbour.join("north", Room("Square", "Dust and olive trees.", Thing("olive", "Green.", weight=0)))
        palace = square.join("north", Room("Palace", "Painted dolphins.", Thing("lamp", "It burns."), Thing("statue", "Heavy.", weight=9)))
        maze = palace.join("down", Room("Labyrinth", "Walls everywhere.", Thing("key", "Bronze."), dark=True), lock="lamp")
        maze.join("east", Room("Lair", "Something breathes.", Thing("crown", "Gold.", weight=3)), lock="key")
        self.room, self.bag, self.turns, self.seen = harbour, {}, 0, set()

    def has(self, name):
        return name in self.bag

    def find(self, name, *places):
        for p in places or (self.bag, self.room.things):
            if name in p:
                return p[name]
        raise Refused(f"You see no {name} here.")

    def do_look(self, what=None):
        if what:
            return self.find(what).text
        if self.room.dark and not self.has("lamp"):
            return "It is too dark."
        r = self.room
        return f"{r.name}. {r.text} You see {listing(r.things.values())}. Exits: {listing(sorted(r.exits))}."

    def do_go(self, way):
        if way not in self.room.exits:
            raise Refused(f"No way {way}.")
        lock = self.room.locks.get(way)
        if lock and not self.has(lock):
            raise Refused(f"You need {Thing(lock, '')} to go {way}.")
        self.room = self.room.exits[way]
        new = self.room.name not in self.seen
        self.seen.add(self.room.name)
        return self.do_look() if new else f"{self.room.name}."

    def do_take(self, name):
        thing = self.find(name, self.room.things)
        if thing.fixed:
            raise Refused(f"The {name} stays where it is.")
        load = sum(t.weight for t in self.bag.values())
        if load + thing.weight > self.capacity:
            raise Refused(f"The {name} is too heavy ({load}+{thing.weight}>{self.capacity}).")
        self.bag[name] = self.room.things.pop(name)
        if name == "crown":
            raise Quit("You win!")
        return f"You take {thing}."

    def do_drop(self, name):
        self.room.things[name] = self.find(name, self.bag)
        del self.bag[name]
        return f"Dropped the {name}."

    def do_bag(self):
        return f"You carry {listing(self.bag.values())}."

    def do_quit(self):
        raise Quit("Bye.")

    aliases = {"n": "go north", "s": "go south", "e": "go east", "w": "go west", "u": "go up", "d": "go down", "l": "look", "i": "bag", "get": "take", "x": "look"}

    def command(self, line):
        words = [w for w in line.lower().split() if w not in ("the", "a", "at", "to")]
        if not words:
            return "Say something."
        words[:1] = self.aliases.get(words[0], words[0]).split()
        verb, *args = words
        method = getattr(self, "do_" + verb, None)
        if method is None:
            return f"I do not know how to {verb}."
        self.turns += 1
        try:
            return method(*args)
        except Refused as e:
            self.turns -= 1
            return str(e)
        except TypeError as e:
            return "What? " + str(e).split(".")[-1]

    def play(self, script):
        try:
            for line in script.split(";"):
                print(">", line.strip())
                print(self.command(line))
        except Quit as e:
            print(e, f"({self.turns} turns)")
        else:
            print("The script ends.", f"({self.turns} turns)")


Game().play("look; take ship; take the rope; i; x rope; dance; n; get olive; n; d; take statue; take lamp; d; look; e; take key; x key; e; look; take crown; quit")
Game().play("; go; go north south; take; look at moon; drop rope; take rope; drop rope; look; i; w; quit; look")
Game().play("n; n; take lamp; d; drop lamp; look; get lamp; u; s; s; look")
