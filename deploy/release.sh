#!/bin/sh
# Builds innograph for all systems, the same from the same commit:
#   deploy/release.sh FOLDER [OS/ARCH ...]
# Static, stripped, without paths of this machine; the version is that of the git tag, or
# of the commit ("+dirty" where files differ from it). Beside each program stands its bill
# of materials (CycloneDX); SHA256SUMS has the digests of all. The scripts of the pages are
# those of web/dist: make web makes them.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
[ -f web/dist/manifest.json ] || echo "release: web/dist is empty, so pages are without scripts (make web)" >&2

rm -f "$out"/innograph-* "$out"/SHA256SUMS
for platform; do
	os=${platform%/*} arch=${platform#*/}
	name=innograph-$os-$arch
	[ "$os" = windows ] && name=$name.exe
	CGO_ENABLED=0 GOOS=$os GOARCH=$arch GOFLAGS= GOAMD64=v1 GOARM64=v8.0 \
		go build -trimpath -buildvcs=true -ldflags='-s -w -buildid=' -o "$out/$name" ./cmd/innograph
	(cd tools && go run ./sbom "$out/$name") >"$out/$name.cdx.json"
done
(cd "$out" && sha256sum innograph-*) >"$out/SHA256SUMS.new"
mv "$out/SHA256SUMS.new" "$out/SHA256SUMS"
cat "$out/SHA256SUMS"
