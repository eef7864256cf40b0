"""Asks the windows of a process to close, as a window manager does when the cross is clicked: close.py PID"""

import ctypes
import ctypes.util
import sys

x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
Window = Atom = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent, padded to the size of an XEvent."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", Window),
        ("message_type", Atom),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("pad", ctypes.c_long * 24),
    ]


x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = Window
x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x11.XInternAtom.restype = Atom
x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x11.XQueryTree.argtypes = [ctypes.c_void_p, Window] + [ctypes.c_void_p] * 4
x11.XGetWindowProperty.argtypes = [ctypes.c_void_p, Window, Atom, ctypes.c_long, ctypes.c_long, ctypes.c_int, Atom]
x11.XGetWindowProperty.argtypes += [ctypes.c_void_p] * 5
x11.XSendEvent.argtypes = [ctypes.c_void_p, Window, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
x11.XFlush.argtypes = [ctypes.c_void_p]

display = x11.XOpenDisplay(None)
root = x11.XDefaultRootWindow(display)


def atom(name: str) -> int:
    return x11.XInternAtom(display, name.encode(), 0)


def values(window: int, name: str) -> list[int]:
    """A property of a window, if it is a list of numbers."""
    kind, size, count, rest = Atom(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
    data = ctypes.POINTER(ctypes.c_ulong)()
    out = [ctypes.byref(one) for one in (kind, size, count, rest, data)]
    x11.XGetWindowProperty(display, window, atom(name), 0, 64, 0, 0, *out)
    return [data[i] for i in range(count.value)] if data and size.value == 32 else []


def windows(parent: int) -> list[int]:
    found, parent_of, children, count = Window(), Window(), ctypes.POINTER(Window)(), ctypes.c_uint()
    out = [ctypes.byref(one) for one in (found, parent_of, children, count)]
    x11.XQueryTree(display, parent, *out)
    own = [children[i] for i in range(count.value)]
    return own + [inner for window in own for inner in windows(window)]


wanted = int(sys.argv[1])
closed = 0
for window in windows(root):
    if wanted in values(window, "_NET_WM_PID") and atom("WM_DELETE_WINDOW") in values(window, "WM_PROTOCOLS"):
        if not values(window, "WM_STATE") and not values(window, "_NET_WM_WINDOW_TYPE"):
            continue
        event = ClientMessage(type=33, window=window, message_type=atom("WM_PROTOCOLS"), format=32)
        event.data[0] = atom("WM_DELETE_WINDOW")
        x11.XSendEvent(display, window, 0, 0, ctypes.byref(event))
        closed += 1
x11.XFlush(display)
sys.exit(0 if closed else "no window to close")
