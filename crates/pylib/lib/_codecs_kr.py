"""The codecs of East Asia: Korean."""

from _multibytecodec import getcodec
