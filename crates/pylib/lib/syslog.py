"""The system log: messages to the socket on which its daemon listens."""

import os as _os
import socket as _socket
import sys as _sys
import time as _time

_SOCKET = '/dev/log'

(LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG) = range(8)
LOG_PID, LOG_CONS, LOG_ODELAY, LOG_NDELAY, LOG_NOWAIT, LOG_PERROR = 1, 2, 4, 8, 16, 32
(LOG_KERN, LOG_USER, LOG_MAIL, LOG_DAEMON, LOG_AUTH, LOG_SYSLOG, LOG_LPR, LOG_NEWS, LOG_UUCP, LOG_CRON,
 LOG_AUTHPRIV) = (n << 3 for n in range(11))
(LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2, LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7) = (
    n << 3 for n in range(16, 24))

_ident = None
_options = 0
_facility = LOG_USER
_mask = 0xff


def openlog(ident=None, logoption=0, facility=LOG_USER):
    """Set the options of the messages that follow."""
    global _ident, _options, _facility
    if ident is not None and not isinstance(ident, str):
        raise TypeError(f"openlog() argument 'ident' must be str, not {type(ident).__name__}")
    if ident is None:
        ident = _os.path.basename(_sys.argv[0]) if getattr(_sys, 'argv', None) else None
    _ident, _options, _facility = ident, logoption, facility


def closelog():
    """Forget what openlog() was told."""
    global _ident, _options, _facility
    _ident, _options, _facility = None, 0, LOG_USER


def setlogmask(maskpri):
    """Set which priorities are logged, and return which were; 0 changes nothing."""
    global _mask
    old = _mask
    if maskpri:
        _mask = maskpri
    return old


def LOG_MASK(pri):
    """The mask of one priority."""
    return 1 << pri


def LOG_UPTO(pri):
    """The mask of a priority and all that are more urgent."""
    return (1 << (pri + 1)) - 1


def syslog(*args):
    """syslog([priority,] message): send a message to the system log."""
    if len(args) not in (1, 2):
        raise TypeError('syslog.syslog requires 1 to 2 arguments')
    priority, message = args if len(args) == 2 else (LOG_INFO, *args)
    if not isinstance(message, str):
        raise TypeError(f"syslog() argument {len(args)} must be str, not {type(message).__name__}")
    if _ident is None:
        openlog(None, _options, _facility)
    if not _mask & 1 << (priority & 7):
        return
    if not priority & ~7:
        priority |= _facility
    tag = (_ident or 'python') + (f'[{_os.getpid()}]' if _options & LOG_PID else '')
    if _options & LOG_PERROR:
        _os.write(2, f'{tag}: {message}\n'.encode(errors='replace'))
    stamp = _time.strftime('%b %e %H:%M:%S')
    try:
        with _socket.socket(_socket.AF_UNIX, _socket.SOCK_DGRAM) as to:
            to.connect(_SOCKET)
            to.send(f'<{priority}>{stamp} {tag}: {message}'.encode(errors='replace'))
    except OSError:
        # Nobody listens: as in C, that is no error.
        pass
