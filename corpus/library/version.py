"""The version, as `platform` takes it apart, and what the opcode module and the tests' hooks say."""
import opcode
import platform
import sys

import _testinternalcapi

print(platform.python_version() == "%d.%d.%d" % sys.version_info[:3])
print(platform.python_version_tuple(), sys.version.split()[0])
print(len(platform.python_build()), platform.python_compiler() != "", sys.version.count("["))
print(opcode.ENABLE_SPECIALIZATION)


def depth(n):
    return depth(n - 1) if n else _testinternalcapi.get_recursion_depth()


print(depth(5) - depth(0), depth(0) - _testinternalcapi.get_recursion_depth())
print(_testinternalcapi.get_config()["code_debug_ranges"])
