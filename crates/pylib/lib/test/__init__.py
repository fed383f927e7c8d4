"""Tests that come with the library, for a binary that stands alone: `-m unittest test.test_threading`."""
