"""termios, tty, pty, resource, syslog, readline: the system's smaller services. [slow]"""

import os
import pty
import readline
import resource
import sys
import syslog
import termios
import tty


def refused(*calls):
    for call in calls:
        try:
            print(call())
        except (ValueError, TypeError, OSError, termios.error) as e:
            print(type(e).__name__, e)


used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_maxrss > 0, len(used), type(used))
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
print(resource.getpagesize(), resource.getrlimit(resource.RLIMIT_CORE)[0], resource.prlimit(0, resource.RLIMIT_CORE)[0])
refused(lambda: resource.getrlimit(99), lambda: resource.getrusage(99), lambda: resource.setrlimit(7, (10, 5)),
        lambda: resource.setrlimit(7, (1,)))

first, second = os.openpty()
print(os.isatty(first), os.isatty(second))
old = termios.tcgetattr(second)
print(old)
tty.setraw(second)
print(termios.tcgetattr(second)[:4], termios.tcgetattr(second)[6][5:7])
termios.tcsetattr(second, termios.TCSANOW, old)
print(termios.tcgetattr(second) == old)
termios.tcsetwinsize(second, (30, 90))
print(termios.tcgetwinsize(second), os.get_terminal_size(second))
os.write(first, b'hi\n')
print(os.read(second, 10))
termios.tcdrain(second)
termios.tcflush(second, termios.TCIFLUSH)
refused(lambda: termios.tcgetattr(os.open(os.devnull, 0)), lambda: termios.tcsetattr(second, 0, [1]),
        lambda: termios.tcgetattr('x'), lambda: termios.tcsetattr(second, 0, [1, 2, 3, 4, 5, 6, []]))

sys.stdout.flush()
pid, terminal = pty.fork()
if pid == 0:
    os.write(1, b'child ' + str(os.isatty(0)).encode())
    os._exit(3)
print(os.read(terminal, 100), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

syslog.openlog('corpus', syslog.LOG_PID, syslog.LOG_USER)
syslog.syslog('a message')
syslog.syslog(syslog.LOG_DEBUG, 'another')
print(syslog.LOG_UPTO(3), syslog.LOG_MASK(3), syslog.setlogmask(3), syslog.setlogmask(0))

readline.clear_history()
for line in 'one', 'two', 'three':
    readline.add_history(line)
print(readline.get_current_history_length(), readline.get_history_item(1), readline.get_history_item(9))
readline.remove_history_item(1)
readline.replace_history_item(0, 'first')
print([readline.get_history_item(i) for i in (1, 2)])
readline.parse_and_bind('tab: complete')
readline.set_completer(str)
print(readline.get_completer())
refused(lambda: readline.set_completer(5), lambda: readline.remove_history_item(-1))
