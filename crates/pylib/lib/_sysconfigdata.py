"""What sysconfig asks about the build: there is no C compiler behind Theseus, so this is little."""

build_time_vars = {
    "ABIFLAGS": "",
    "AR": "ar",
    "CC": "cc",
    "CXX": "c++",
    "EXE": "",
    "EXT_SUFFIX": ".theseus-312.so",
    "HAVE_FORK": 1,
    "LDVERSION": "3.12",
    "LIBDEST": "",
    "MULTIARCH": "",
    "PLATLIBDIR": "lib",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "Py_TRACE_REFS": 0,
    "SHLIB_SUFFIX": ".so",
    "SIZEOF_VOID_P": 8,
    "SOABI": "theseus-312",
    "VERSION": "3.12",
    "WITH_DOC_STRINGS": 1,
}
