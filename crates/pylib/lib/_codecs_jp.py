"""The codecs of East Asia: Japanese."""

from _multibytecodec import getcodec
