"""An MRO that a metaclass makes up is checked."""


def attempt(answer):
    class Meta(type):
        def mro(cls):
            return answer(cls)

    try:
        class Made(metaclass=Meta):
            pass
    except TypeError as e:
        print("TypeError:", e)
    else:
        print([c.__name__ for c in Made.__mro__])


attempt(lambda cls: [])
attempt(lambda cls: [int, object])
attempt(lambda cls: [cls, object])
attempt(lambda cls: [cls, Exception, object])
attempt(lambda cls: [1])
attempt(lambda cls: 1)
