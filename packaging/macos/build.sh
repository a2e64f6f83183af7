#!/bin/sh
# Makes orderdesk.app and its disk image on a Mac, signed and notarised where that is set up.
#
#   packaging/macos/build.sh
#
#   SIGN_AS         name of a "Developer ID Application" certificate in the keychain (none: unsigned)
#   NOTARY_PROFILE  name under which `xcrun notarytool store-credentials` kept the account (none: not)
#
# Not run yet: no Mac was at hand. Each step is what Apple's tools document.
set -eu

cd "$(dirname "$0")/../.."
python=build/venv/bin/python
[ -x "$python" ] || {
    python3 -m venv build/venv
    $python -m pip install --quiet --require-hashes --only-binary :all: \
        --requirement requirements-package.lock
}
version=$($python -c 'import orderdesk; print(orderdesk.__version__)')
$python -m PyInstaller --noconfirm --distpath build/dist --workpath build/work \
    packaging/orderdesk.spec
app=build/dist/orderdesk.app
image=build/packages/orderdesk-$version-macos-$(uname -m).dmg
mkdir -p build/packages

if [ -n "${SIGN_AS:-}" ]; then
    # From the inside out: a signature covers what lies within.
    find "$app" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
        xargs -0 codesign --force --timestamp --options runtime --sign "$SIGN_AS"
    codesign --force --timestamp --options runtime --sign "$SIGN_AS" \
        --entitlements packaging/macos/entitlements.plist "$app"
    codesign --verify --deep --strict "$app"
fi

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname orderdesk -srcfolder "$stage" -ov -format UDZO "$image"

if [ -n "${SIGN_AS:-}" ] && [ -n "${NOTARY_PROFILE:-}" ]; then
    codesign --timestamp --sign "$SIGN_AS" "$image"
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature "$image"
fi
shasum -a 256 "$image"
