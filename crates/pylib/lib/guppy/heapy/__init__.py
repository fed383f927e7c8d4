"""Heapy: sets of objects, their partitions, and paths between them."""

import sys

import _explore

_explore.hide(sys.modules[__name__])
