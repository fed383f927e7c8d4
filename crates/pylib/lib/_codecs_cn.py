"""The codecs of East Asia: Chinese, simplified."""

from _multibytecodec import getcodec
