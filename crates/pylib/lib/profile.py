"""The profiler under its older name."""

import cProfile

__all__ = ["run", "runctx", "Profile"]


class Profile(cProfile.Profile):
    """A profiler object; a bias, which a native profiler does not need, is taken and not used."""

    bias = 0

    def __init__(self, timer=None, bias=None):
        super().__init__(timer)
        if bias is not None:
            self.bias = bias

    def calibrate(self, m, verbose=0):
        """Seconds that counting adds to a call: they are not counted here."""
        return 0.0


run, runctx = cProfile.run, cProfile.runctx


def main():
    """The command line: profile a script, or a module."""
    cProfile.main("profile", -1)


if __name__ == "__main__":
    main()
