"""What of the libraries is shipped."""

import sys

import pytest
from contents import wanted

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
