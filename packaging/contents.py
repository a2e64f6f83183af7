"""What of the libraries goes into a frozen program and what is left out."""

import sys
from typing import Final

_LINUX: Final = sys.platform.startswith("linux")
LEFT_OUT: Final = [
    *("tkinter", "test", "pydoc", "doctest", "unittest", "lib2to3", "idlelib", "ensurepip", "venv"),
    *("setuptools", "pkg_resources", "pip", "wheel", "distutils", "IPython", "pytest", "_pytest"),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtQuickControls2"),
    *("PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtXml"),
    *("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtUiTools", "PySide6.QtConcurrent"),
    *("PySide6.QtPrintSupport", "PySide6.QtDBus", "PySide6.scripts"),
    *("numpy.f2py", "numpy.distutils", "numpy.testing", "numpy.tests", "numpy.typing.tests"),
    *("numpy.random", "numpy.fft", "numpy.polynomial", "numpy._core._multiarray_tests"),
    *("watchfiles", "websockets", "uvloop", "httptools"),
    # Asked for by command lines and plug-ins of libraries, none of which is started here.
    *("pygments", "rich", "markdown_it", "mdurl", "chardet", "attr", "attrs", "tomli", "trio"),
    *("pydantic.v1", "pydantic.mypy", "babel.messages", "dotenv", "yaml"),
]
# What a desktop with a window system needs no second copy of, and what this program never opens;
# by the names without the "lib" that Linux and macOS put in front.
_UNUSED_PLUGINS: Final = (
    *("qeglfs", "qlinuxfb", "qvnc", "qvkkhrdisplay", "qminimalegl", "qminimal."),
    *("egldeviceintegrations", "qgtk3", "virtualkeyboard", "platforminputcontexts/qtvirtual"),
    *("imageformats/qpdf", "imageformats/qtiff", "imageformats/qwebp"),
    *("imageformats/qtga", "imageformats/qwbmp", "imageformats/qicns"),
    *("qmltooling", "sqldrivers", "designer", "plugins/generic/", "qmllint", "qmlls"),
    # The window is drawn without OpenGL, asks no network and opens no encrypted connection by Qt.
    *("wayland-graphics-integration", "xcbglintegrations", "networkinformation", "plugins/tls/"),
    *("ivi-shell", "qt-shell", "fullscreen-shell", "wl-shell", "bradient"),
)
_UNUSED_LIBRARIES: Final = (
    *("Qt6Qml", "Qt6Quick", "Qt6Sql", "Qt6Test", "Qt6Designer", "Qt6Pdf"),
    *("Qt6VirtualKeyboard", "Qt6EglFs", "Qt6EglFS", "Qt6OpenGL", "Qt6Help"),
    "opengl32sw",
)
# Of the system's own X, GL and C libraries a copy would only be older than what is there; the
# package names them as dependencies.
_OF_THE_SYSTEM: Final = (
    *("libX", "libxcb", "libxkbcommon", "libGL", "libEGL", "libgbm", "libdrm", "libwayland"),
    *("libglib-2", "libgobject-2", "libgio-2", "libgmodule-2", "libgthread-2", "libfontconfig"),
    *("libfreetype", "libdbus-1", "libexpat", "libuuid", "libpng", "libbrotli", "libharfbuzz"),
    *("libgssapi", "libkrb5", "libk5crypto", "libcom_err", "libkeyutils", "libstdc++", "libgcc_s"),
    *("libcups", "libavahi", "libgnutls", "libgraphite", "libpcre", "libmount", "libblkid"),
    *("libselinux", "libsystemd", "liblzma", "libzstd", "liblz4", "libgcrypt", "libgpg-error"),
    # Qt's GTK theme, which is left out, would bring these.
    *("libgtk", "libgdk", "libatk", "libatspi", "libcairo", "libpango", "libpixman", "libepoxy"),
    *("libthai", "libfribidi", "libdatrie", "libjpeg"),
    *("libcap", "libICE", "libSM", "libbsd", "libmd", "libffi", "libz.so", "libtinfo"),
)


def wanted(place: str) -> bool:
    """Return whether a collected file is to be shipped, by its place in the folder."""
    target = place.replace("\\", "/")
    name = target.rsplit("/", 1)[-1]
    plain = target.replace("/lib", "/")
    if any(part in plain for part in _UNUSED_PLUGINS):
        return False
    if name.removeprefix("lib").startswith(_UNUSED_LIBRARIES):
        return False
    if "/translations/" in target or target.endswith((".pyi", ".h", ".lib")):
        return False
    if "/tests/" in target and target.startswith(("numpy", "babel")):
        return False
    # What a library was installed with is of use only where a library asks for it.
    if ".dist-info/" in target and name in {"RECORD", "INSTALLER", "REQUESTED", "WHEEL"}:
        return False
    # Only what was taken from the system lies at the top; what a wheel brings lies in its folder.
    return not (_LINUX and "/" not in target and name.startswith(_OF_THE_SYSTEM))
