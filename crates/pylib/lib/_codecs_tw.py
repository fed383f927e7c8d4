"""The codecs of East Asia: Chinese, traditional."""

from _multibytecodec import getcodec
