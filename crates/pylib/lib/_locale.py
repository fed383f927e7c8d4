"""The locales that Theseus knows: C, with UTF-8 for characters."""

LC_CTYPE, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_NUMERIC, LC_ALL = 0, 2, 3, 4, 5, 1, 6
CHAR_MAX = 127

Error = type("Error", (Exception,), {"__module__": "locale"})

_KNOWN = {"C", "POSIX", "C.UTF-8", "C.utf8"}
_LABELS = ["LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_PAPER",
           "LC_NAME", "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION"]
_current = dict.fromkeys(range(len(_LABELS)), "C")
_current[LC_CTYPE] = "C.UTF-8"

(CODESET, RADIXCHAR, THOUSEP, YESEXPR, NOEXPR, D_T_FMT, D_FMT, T_FMT, T_FMT_AMPM, AM_STR, PM_STR,
 CRNCYSTR, ERA, ERA_D_FMT, ERA_D_T_FMT, ERA_T_FMT, ALT_DIGITS, _DATE_FMT) = (14, 65536, 65537, 327680, 327681, 131112, 131113, 131114, 131115, 131110, 131111, 262159,
                                                                              131116, 131118, 131120, 131121, 131119, 131180)
_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"]
_INFO = {
    CODESET: "UTF-8", RADIXCHAR: ".", THOUSEP: "", YESEXPR: "^[yY]", NOEXPR: "^[nN]",
    D_T_FMT: "%a %b %e %H:%M:%S %Y", D_FMT: "%m/%d/%y", T_FMT: "%H:%M:%S", T_FMT_AMPM: "%I:%M:%S %p",
    AM_STR: "AM", PM_STR: "PM", CRNCYSTR: "-", ERA: "", ERA_D_FMT: "", ERA_D_T_FMT: "", ERA_T_FMT: "",
    ALT_DIGITS: "", _DATE_FMT: "%a %b %e %H:%M:%S %Z %Y",
}
for _i, _name in enumerate(_DAYS):
    globals()[f"DAY_{_i + 1}"] = 131079 + _i
    globals()[f"ABDAY_{_i + 1}"] = 131072 + _i
    _INFO[131079 + _i] = _name
    _INFO[131072 + _i] = _name[:3]
for _i, _name in enumerate(_MONTHS):
    globals()[f"MON_{_i + 1}"] = 131098 + _i
    globals()[f"ABMON_{_i + 1}"] = 131086 + _i
    _INFO[131098 + _i] = _name
    _INFO[131086 + _i] = _name[:3]
del _i, _name


def setlocale(category, locale=None, /):
    """Activates or asks for a locale."""
    if category not in range(7):
        raise Error("locale query failed" if locale is None else "unsupported locale setting")
    categories = list(_current) if category == LC_ALL else [category]
    if locale is not None:
        for c, name in _chosen(categories, locale).items():
            _current[c] = name
    names = [_current[c] for c in categories]
    if len(set(names)) == 1:
        return names[0]
    return ";".join(f"{label}={name}" for label, name in zip(_LABELS, names))


def _chosen(categories, locale):
    """The locale of each category: all are named, as they are told, or one holds for all."""
    if ";" in locale and len(categories) > 1:
        pairs = [part.split("=", 1) for part in locale.split(";")]
        if any(len(pair) != 2 or pair[0] not in _LABELS or pair[1] not in _KNOWN for pair in pairs):
            raise Error("unsupported locale setting")
        return {_LABELS.index(label): name for label, name in pairs}
    if locale == "":
        import os
        locale = os.environ.get("LC_ALL") or os.environ.get("LANG") or "C.UTF-8"
        # A locale of the system that is not known here counts as the one that is.
        locale = locale if locale in _KNOWN else "C.UTF-8"
    if locale not in _KNOWN:
        raise Error("unsupported locale setting")
    return dict.fromkeys(categories, locale)


def localeconv():
    """How numbers and money are written."""
    texts = dict.fromkeys(["int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep"], "")
    signs = dict.fromkeys(["positive_sign", "negative_sign"], "")
    places = dict.fromkeys(["int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes",
                            "n_sep_by_space", "p_sign_posn", "n_sign_posn"], CHAR_MAX)
    numbers = {"decimal_point": ".", "thousands_sep": "", "grouping": []}
    return {**texts, "mon_grouping": [], **signs, **places, **numbers}


def strcoll(a, b, /):
    """Compares two strings: below 0, 0 or above."""
    for number, text in enumerate((a, b), 1):
        if not isinstance(text, str):
            raise TypeError(f"strcoll() argument {number} must be str, not {type(text).__name__}")
    return (a > b) - (a < b)


def strxfrm(s, /):
    """A string that sorts as the given one does."""
    if not isinstance(s, str):
        raise TypeError(f"strxfrm() argument must be str, not {type(s).__name__}")
    return s


def nl_langinfo(key, /):
    """A piece of what the locale says."""
    try:
        return _INFO[key]
    except KeyError:
        raise ValueError("unsupported langinfo constant") from None


def getencoding():
    """The encoding of text."""
    return "UTF-8"


_domain = "messages"
_folders = {}
_codesets = {}


def _checked(function, text):
    if not isinstance(text, str):
        raise TypeError(f"{function}() argument must be str, not {type(text).__name__}")
    return text


def gettext(msg, /):
    """The translation of a message: in the locale C, the message."""
    return _checked("gettext", msg)


def dgettext(domain, msg, /):
    """The translation of a message of a domain."""
    return _checked("dgettext", msg)


def dcgettext(domain, msg, category, /):
    """The translation of a message of a domain and category."""
    return _checked("dcgettext", msg)


def textdomain(domain, /):
    """Set the domain of messages, unless it is None; the one that is set."""
    global _domain
    if domain is not None:
        if not isinstance(domain, str):
            raise TypeError(f"textdomain() argument must be str or None, not {type(domain).__name__}")
        _domain = domain or "messages"
    return _domain


def bindtextdomain(domain, dir, /):
    """Set the folder of a domain's catalogs, unless it is None; the one that is set."""
    if not domain:
        raise Error("domain must be a non-empty string")
    if dir is not None:
        _folders[domain] = dir
    return _folders.get(domain, "/usr/share/locale")


def bind_textdomain_codeset(domain, codeset, /):
    """Set the encoding of a domain's messages, unless it is None; the one that is set."""
    if codeset is not None:
        _codesets[domain] = codeset
    return _codesets.get(domain)
