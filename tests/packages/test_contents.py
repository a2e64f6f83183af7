"""What of the libraries is shipped."""

import subprocess
import sys
from pathlib import Path

import pytest
from contents import LEFT_OUT, wanted

QT = "PySide6/Qt"


@pytest.mark.parametrize(
    "place",
    [
        f"{QT}/plugins/platforms/libqxcb.so",
        f"{QT}/plugins/platforms/libqwayland.so",
        f"{QT}/plugins/wayland-shell-integration/libxdg-shell.so",
        f"{QT}/plugins/iconengines/libqsvgicon.so",
        f"{QT}/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "certifi/cacert.pem",
        "babel/locale-data/de.dat",
        "keyring-25.7.0.dist-info/entry_points.txt",
        "numpy.libs/libgfortran-040039e1.so.5.0.0",
        "libssl.so.3",
        "libsqlite3.so.0",
    ],
)
def test_what_is_used_is_shipped(place: str) -> None:
    assert wanted(place)


@pytest.mark.parametrize(
    "place",
    [
        f"{QT}/plugins/platforms/libqeglfs.so",
        f"{QT}/plugins/imageformats/libqpdf.so",
        f"{QT}/plugins/tls/libqopensslbackend.so",
        f"{QT}/lib/libQt6Quick.so.6",
        "PySide6\\plugins\\imageformats\\qpdf.dll",
        "PySide6\\Qt6Quick.dll",
        "PySide6\\opengl32sw.dll",
        "PySide6/translations/qtbase_de.qm",
        "numpy/core/tests/test_records.py",
        "keyring-25.7.0.dist-info/RECORD",
    ],
)
def test_what_is_not_used_is_left_out(place: str) -> None:
    assert not wanted(place)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux brings these itself")
def test_the_systems_own_libraries_are_left_to_it_but_not_those_of_wheels() -> None:
    assert not wanted("libX11.so.6")
    assert not wanted("libstdc++.so.6")
    assert wanted("some.libs/libstdc++.so.6")


_WITHOUT = """
import importlib.abc, sys

LEFT_OUT = {left_out!r}


class LeftOut(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if any(name == one or name.startswith(one + ".") for one in LEFT_OUT):
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, LeftOut())
from pathlib import Path
from orderdesk.store.grams.building import built
from orderdesk.store.grams.matching import rows_with
from orderdesk.store.grams.merging import merge
from orderdesk.store.grams.segment import mapped

segments = [built([(n, "quill" + str(n) + chr(10), "goose" + chr(10))]) for n in (1, 2)]
merge(segments, [[], []], Path(sys.argv[1]))
print(rows_with(mapped(Path(sys.argv[1])), b"quill2", items_only=False).tolist())
"""


def test_the_index_of_texts_is_merged_without_what_is_left_out(tmp_path: Path) -> None:
    script = _WITHOUT.format(left_out=LEFT_OUT)
    command = [sys.executable, "-c", script, str(tmp_path / "merged")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[False, True]", done.stderr
