"""The names that Windows has for the types of C."""

import ctypes as _c

BYTE = BOOLEAN = _c.c_byte
WORD = ATOM = LANGID = _c.c_ushort
DWORD = COLORREF = LGRPID = LCTYPE = LCID = ULONG = _c.c_ulong
LONG = BOOL = _c.c_long
INT = _c.c_int
UINT = _c.c_uint
SHORT = VARIANT_BOOL = _c.c_short
USHORT = _c.c_ushort
CHAR = _c.c_char
WCHAR = OLESTR = _c.c_wchar
FLOAT = _c.c_float
DOUBLE = _c.c_double
LARGE_INTEGER = _LARGE_INTEGER = _c.c_longlong
ULARGE_INTEGER = _ULARGE_INTEGER = _c.c_ulonglong
WPARAM = _c.c_ulong
LPARAM = _c.c_long
LPCOLESTR = LPOLESTR = LPCWSTR = LPWSTR = _c.c_wchar_p
LPCSTR = LPSTR = _c.c_char_p
LPCVOID = LPVOID = _c.c_void_p

HANDLE = _c.c_void_p
HACCEL = HBITMAP = HBRUSH = HCOLORSPACE = HDC = HDESK = HDWP = HENHMETAFILE = HFONT = HGDIOBJ = HANDLE
HGLOBAL = HHOOK = HICON = HINSTANCE = HKEY = HKL = HLOCAL = HMENU = HMETAFILE = HMODULE = HMONITOR = HANDLE
HPALETTE = HPEN = HRGN = HRSRC = HSTR = HTASK = HWINSTA = HWND = SC_HANDLE = SERVICE_STATUS_HANDLE = HANDLE

MAX_PATH = 260


class RECT(_c.Structure):
    _fields_ = [(name, LONG) for name in ("left", "top", "right", "bottom")]


class _SMALL_RECT(_c.Structure):
    _fields_ = [(name, SHORT) for name in ("Left", "Top", "Right", "Bottom")]


class _COORD(_c.Structure):
    _fields_ = [("X", SHORT), ("Y", SHORT)]


class POINT(_c.Structure):
    _fields_ = [("x", LONG), ("y", LONG)]


class SIZE(_c.Structure):
    _fields_ = [("cx", LONG), ("cy", LONG)]


class FILETIME(_c.Structure):
    _fields_ = [("dwLowDateTime", DWORD), ("dwHighDateTime", DWORD)]


class MSG(_c.Structure):
    _fields_ = [
        ("hWnd", HWND), ("message", UINT), ("wParam", WPARAM), ("lParam", LPARAM), ("time", DWORD), ("pt", POINT),
    ]


def _found(character):
    times = [("ftCreationTime", FILETIME), ("ftLastAccessTime", FILETIME), ("ftLastWriteTime", FILETIME)]
    numbers = [(name, DWORD) for name in ("nFileSizeHigh", "nFileSizeLow", "dwReserved0", "dwReserved1")]
    texts = [("cFileName", character * MAX_PATH), ("cAlternateFileName", character * 14)]
    return [("dwFileAttributes", DWORD), *times, *numbers, *texts]


class WIN32_FIND_DATAA(_c.Structure):
    _fields_ = _found(CHAR)


class WIN32_FIND_DATAW(_c.Structure):
    _fields_ = _found(WCHAR)


RECTL = _RECTL = tagRECT = RECT
SMALL_RECT = _SMALL_RECT
POINTL = _POINTL = tagPOINT = POINT
SIZEL = tagSIZE = SIZE
_FILETIME = FILETIME
tagMSG = MSG


def RGB(red, green, blue):
    """The number of a colour."""
    return red + (green << 8) + (blue << 16)


def _pointers():
    named = {
        "PBOOL": BOOL, "PBOOLEAN": BOOLEAN, "PBYTE": BYTE, "PCHAR": CHAR, "PDWORD": DWORD, "PFILETIME": FILETIME,
        "PFLOAT": FLOAT, "PHANDLE": HANDLE, "PHKEY": HKEY, "PINT": INT, "PLARGE_INTEGER": LARGE_INTEGER,
        "PLCID": LCID, "PLONG": LONG, "PMSG": MSG, "PPOINT": POINT, "PPOINTL": POINTL, "PRECT": RECT,
        "PRECTL": RECTL, "PSHORT": SHORT, "PSIZE": SIZE, "PSIZEL": SIZEL, "PSMALL_RECT": SMALL_RECT, "PUINT": UINT,
        "PULARGE_INTEGER": ULARGE_INTEGER, "PULONG": ULONG, "PUSHORT": USHORT, "PWCHAR": WCHAR, "PWORD": WORD,
        "PWIN32_FIND_DATAA": WIN32_FIND_DATAA, "PWIN32_FIND_DATAW": WIN32_FIND_DATAW,
    }
    for name, kind in named.items():
        globals()[name] = _c.POINTER(kind)
    alike = "BOOL BYTE DWORD FILETIME HANDLE HKL INT LONG MSG POINT RECT RECTL SIZE SIZEL UINT WORD"
    for name in alike.split() + ["WIN32_FIND_DATAA", "WIN32_FIND_DATAW"]:
        globals()["LP" + name] = _c.POINTER(globals()[name])


_pointers()
