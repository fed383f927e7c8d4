"""The codecs of East Asia: Chinese of Hong Kong."""

from _multibytecodec import getcodec
