"""Who made what is inside the package, and under which licence."""

import importlib.metadata
import re
from dataclasses import dataclass
from pathlib import Path

# What may be shipped beside an Apache-2.0 program in one folder. PySide6 and Qt are used under the
# LGPL: they lie there as libraries of their own that anybody can replace.
ALLOWED = (
    *(
        "Apache-2.0",
        "MIT",
        "MIT-0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "0BSD",
        "Zlib",
        "Unlicense",
    ),
    *(
        "PSF-2.0",
        "Python-2.0",
        "MPL-2.0",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "AFL-2.1",
        "CC0-1.0",
    ),
    *("any-OSI", "LicenseRef-Public-Domain", "GPL-3.0-or-later WITH GCC-exception-3.1"),
)
# Distributions whose metadata say it in words, or say more than what is used here.
KNOWN = {
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "apsw": "LicenseRef-Public-Domain",
    "numpy": "BSD-3-Clause",
    "simplejson": "MIT OR AFL-2.1",
    "tzdata": "Apache-2.0",
    "babel": "BSD-3-Clause",
}
# What no distribution's metadata tell of: parts that came with the build machine or inside wheels.
PARTS = (
    ("Python", "Python-2.0", "The language and its library."),
    ("OpenSSL", "Apache-2.0", "Loaded by Python."),
    ("SQLite", "LicenseRef-Public-Domain", "Inside apsw."),
    ("ICU", "LicenseRef-Unicode-3.0", "Beside Qt."),
    ("OpenBLAS", "BSD-3-Clause", "Inside numpy."),
    ("libgfortran, libquadmath", "GPL-3.0-or-later WITH GCC-exception-3.1", "Inside numpy."),
    ("Inter typeface", "OFL-1.1", "Drawn with."),
    ("Lucide icons", "ISC", "Drawn with."),
    ("PyInstaller's loader", "GPL-2.0-or-later WITH Bootloader-exception", "Starts the program."),
)
TOOLS = frozenset({"pip", "setuptools", "wheel"})
_CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
_APACHE = "The text is in /usr/share/common-licenses/Apache-2.0."
_APACHE_TITLE = re.compile(r"Apache License\s+Version 2\.0, January 2004")
_NAMED = re.compile(r"(?i)licen[cs]e|copying|notice|authors")


@dataclass(frozen=True, slots=True)
class Notice:
    """One distribution: its SPDX expression, and the texts that have to go with it."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]

    @property
    def allowed(self) -> bool:
        """Whether one of the licences that it offers may be shipped."""
        return any(
            all(part.strip(" ()") in ALLOWED for part in choice.split(" AND "))
            for choice in self.licence.split(" OR ")
        )


def locked_names(lock: Path) -> list[str]:
    """Return the names of a lock's distributions."""
    return re.findall(r"^([a-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE)


def notices(lock: Path) -> list[Notice]:
    """Return a notice for every distribution of `lock` that is installed here."""
    found: list[Notice] = []
    for name in locked_names(lock):
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # another system's
        texts = tuple(
            (path.name, Path(str(path.locate())).read_text(encoding="utf-8", errors="replace"))
            for path in distribution.files or ()
            if ".dist-info" in str(path) and _NAMED.search(path.name)
        )
        found.append(Notice(name, distribution.version, _licence(distribution, name), texts))
    return found


def _licence(distribution: importlib.metadata.Distribution, name: str) -> str:
    known = KNOWN.get(name)
    if known is not None:
        return known
    metadata = distribution.metadata
    expression = metadata.get("License-Expression")
    if expression:
        return expression
    for classifier in metadata.get_all("Classifier") or ():
        said = _CLASSIFIERS.get(classifier.rpartition(" :: ")[2])
        if said is not None:
            return said
    return (metadata.get("License") or "not said").strip().splitlines()[0]


def copyright_text(found: list[Notice]) -> str:
    """Return the copyright file: the program's licence, then everything inside with its texts."""
    lines = [
        "orderdesk is free software under the Apache License, Version 2.0; on Debian systems its",
        "text is in /usr/share/common-licenses/Apache-2.0. Copyright 2026 the orderdesk authors.",
        "",
        "The package carries its own Python and the libraries it runs on. The Qt libraries and",
        "PySide6 are used under the GNU Lesser General Public License, version 3, whose text is in",
        "/usr/share/common-licenses/LGPL-3; they lie in /usr/lib/orderdesk/_internal/PySide6 and",
        "may be replaced there by others. Their source is at the Qt Project.",
        "",
    ]
    lines += [f"{name}: {licence}. {where}" for name, licence, where in PARTS]
    for one in found:
        lines += ["", "-" * 78, f"{one.name} {one.version}: {one.licence}"]
        for title, text in one.texts:
            whole = _APACHE if _APACHE_TITLE.search(text) else text.rstrip()
            lines += ["", f"[{title}]", whole]
    return "\n".join(lines) + "\n"
