"""The codecs of East Asia: of seven bits with escapes."""

from _multibytecodec import getcodec
