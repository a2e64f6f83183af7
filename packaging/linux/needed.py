"""Which system packages the frozen program needs: read off its files, not guessed."""

import re
import subprocess
from pathlib import Path

from stripping import elf_files

from orderdesk.preflight import CORE_LIBRARIES, WAYLAND_LIBRARIES, X11_LIBRARIES

# What the table of preflight does not name, because a desktop always has it.
BESIDE_QT = {
    **dict.fromkeys(("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0"), "libc6"),
    **dict.fromkeys(("librt.so.1", "libutil.so.1", "libresolv.so.2"), "libc6"),
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    **dict.fromkeys(
        ("libgthread-2.0.so.0", "libgobject-2.0.so.0", "libgio-2.0.so.0"), "libglib2.0-0"
    ),
    "libbrotlicommon.so.1": "libbrotli1",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libz.so.1": "zlib1g",
    "libffi.so.8": "libffi8",
    "liblzma.so.5": "liblzma5",
    "libexpat.so.1": "libexpat1",
    "libuuid.so.1": "libuuid1",
    "libxcb.so.1": "libxcb1",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libdrm.so.2": "libdrm2",
    "libXext.so.6": "libxext6",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libtinfo.so.6": "libtinfo6",
}
OFFERED = {library.soname: library.package for library in X11_LIBRARIES + WAYLAND_LIBRARIES}
OFFERED |= {library.soname: library.package for library in CORE_LIBRARIES}
_WORDS = re.compile(rb"^\s+NEEDED\s+(\S+)", re.MULTILINE)


class UnknownLibrary(Exception):
    """A file needs a library that no table names a package for."""


def packages_for(folder: Path) -> list[str]:
    """Return the Debian packages that the files under `folder` need beside each other.

    Raises:
        UnknownLibrary: with the library and who needs it; name its package in this module.
    """
    files = list(elf_files(folder))
    inside = {path.name for path in files} | {
        path.name for path in folder.rglob("*.so*") if path.is_symlink()
    }
    packages = {library.package for library in (*CORE_LIBRARIES, *X11_LIBRARIES)}
    for path in files:
        shown = subprocess.run(["objdump", "-p", path], capture_output=True, check=True).stdout
        for soname in (word.decode() for word in _WORDS.findall(shown)):
            if soname in inside:
                continue
            package = BESIDE_QT.get(soname) or OFFERED.get(soname)
            if package is None:
                raise UnknownLibrary(f"{path.name} needs {soname}: name its package in {__file__}")
            packages.add(package)
    return sorted(packages)
